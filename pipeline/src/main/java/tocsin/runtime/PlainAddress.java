package tocsin.runtime;

/// Addresses as they may be shown, whatever somebody wrote into them.
public final class PlainAddress {
    private PlainAddress() {}

    /// The address with what stands before an `@` left out: it may be a password.
    public static String withoutPassword(String address) {
        return address.replaceAll("[^/@,]*@", "…@");
    }

    /// The host and port of an address, as Kafka has it.
    static String withoutScheme(String address) {
        String rest = withoutPassword(address.substring(address.indexOf("://") + 3));
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }
}
