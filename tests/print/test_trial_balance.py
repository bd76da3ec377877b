"""A report of somebody else's, on paper by our engines."""

import json
from pathlib import Path

from launcher import database

SCRIPT = f"""
import json, sys
sys.path.insert(0, {json.dumps(str(Path(__file__).parent))})
import trial_balance
result = trial_balance.print_with_each_engine(env)
print("JAPRA-PAPER " + json.dumps(result))
"""


def test_trial_balance(project, database_copy):
    log = database.fresh_log(project, "trial-balance")
    output = database.shell(
        project, database_copy, SCRIPT, log, "The trial balance could not be printed."
    )
    result = database.tagged_json(output, "JAPRA-PAPER ")
    assert result["pages"] > 1
    assert result["same"]
    for number, text in enumerate(result["text"], start=1):
        assert f"{number} / {result['pages']}" in text
        assert "Account" in text or "Akun" in text
    assert "Koperasi Neraca" in result["text"][0]
    assert "11110001" in result["text"][0]
