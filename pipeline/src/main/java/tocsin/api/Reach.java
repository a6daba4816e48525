package tocsin.api;

import io.javalin.security.RouteRole;

/// What the bounds of a caller do to an address. Every route names one.
public enum Reach implements RouteRole {
    /// Nothing: it shows nothing of any area or agency.
    EVERYWHERE("bounds do nothing"),
    /// A record that is sent from outside of them is refused with 403.
    SENT("what is sent from outside is 403"),
    /// An incident, agency or board that is named and lies outside of them is 403.
    NAMED("what is named and lies outside is 403"),
    /// What lies outside of them is 404, as what does not exist.
    HIDDEN("what lies outside is 404"),
    /// Lists leave out what lies outside of them, before anything is counted.
    FILTERED("lists leave out what lies outside"),
    /// It concerns every area and agency: whoever is bounded at all is refused with 403.
    WHOLE("403 for whoever is bounded");

    private final String words;

    Reach(String words) {
        this.words = words;
    }

    /// What it means, for the table in the documents.
    public String words() {
        return words;
    }
}
