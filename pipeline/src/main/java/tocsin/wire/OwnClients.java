package tocsin.wire;

/// The names of Tocsin's own producers, by which the broker it brings along knows them from strangers.
public final class OwnClients {
    /// What every such name begins with.
    public static final String PREFIX = "tocsin-own-";

    private OwnClients() {}

    /// The client id of a producer.
    ///
    /// @param what what it does, unique in its process
    public static String id(String what) {
        return PREFIX + what;
    }
}
