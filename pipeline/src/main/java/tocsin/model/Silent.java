package tocsin.model;

/// What is said to be measured where not one sensor tells nothing, but a feed or a group of them.
public final class Silent {
    public static final String FEED = "feed";
    public static final String GROUP = "group";

    private Silent() {}
}
