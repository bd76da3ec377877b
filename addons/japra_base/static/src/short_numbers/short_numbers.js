import { localization } from "@web/core/l10n/localization";
import { translatedTerms, translationIsReady } from "@web/core/l10n/translation";

// To an Indonesian M is a milliard: ribu, juta, miliar, triliun. Core, whose catalogue
// keeps the English letters, would tell a board a thousandth of what there is.
translationIsReady.then(() => {
    if (localization.code?.startsWith("id")) {
        translatedTerms.web = { ...translatedTerms.web, kMGTPE: "rjMTPE" };
    }
});
