package tocsin.api;

import io.javalin.security.RouteRole;
import tocsin.internal.v1.PersonalData;

/// What an address shows of people. Whoever asks there is noted on the topic `tocsin.access`.
public enum Personal implements RouteRole {
    /// Names, numbers, mail addresses and texts of those who were told.
    RECIPIENTS(PersonalData.RECIPIENTS, "recipients: names, numbers, addresses and texts"),
    /// Special reports, with who signed them and whom to ask.
    SPECIAL_REPORTS(PersonalData.SPECIAL_REPORTS, "special reports, with signers and contacts"),
    /// The directory, with the numbers of officials.
    DIRECTORY(PersonalData.DIRECTORY, "the directory, with the numbers of officials"),
    /// Who was shown what.
    ACCESSES(PersonalData.ACCESSES, "who was shown what");

    private final PersonalData data;
    private final String words;

    Personal(PersonalData data, String words) {
        this.data = data;
        this.words = words;
    }

    /// As it is stored.
    PersonalData data() {
        return data;
    }

    /// What it means, for the table in the documents.
    public String words() {
        return words;
    }
}
