package tocsin.transit;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/// The proxies whose word on where a request came from is believed, as ranges of addresses.
public final class TrustedProxies implements Predicate<InetAddress> {
    /// Nobody's word is believed.
    public static final TrustedProxies NONE = new TrustedProxies(List.of());
    /// Ranges at most.
    public static final int MOST = 100;
    /// Addresses in digits only: a name would be asked of a name server, which could be lied to.
    private static final Pattern RANGE = Pattern
            .compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?");

    private final List<String> ranges;
    private final InetAddressSet addresses = new InetAddressSet();

    private TrustedProxies(List<String> ranges) {
        this.ranges = List.copyOf(ranges);
        this.addresses.addAll(ranges);
    }

    /// Proxies at these addresses: `10.0.0.5`, `10.0.0.0/8`, `fd00::/8`; [#MOST] at most. Throws
    /// [IllegalArgumentException] with what is wrong with the first that is none.
    public static TrustedProxies of(List<String> ranges) {
        if (ranges.size() > MOST) {
            throw new IllegalArgumentException("holds " + ranges.size() + " ranges; " + MOST + " at most");
        }
        ranges.forEach(TrustedProxies::check);
        return ranges.isEmpty() ? NONE : new TrustedProxies(ranges);
    }

    private static void check(String range) {
        String shown = "\"" + range + "\"";
        if (!RANGE.matcher(range).matches()) {
            throw new IllegalArgumentException(shown
                    + " is no address or range such as 10.0.0.5, 10.0.0.0/8 or fd00::/8");
        }
        int slash = range.indexOf('/');
        if (slash >= 0 && Integer.parseInt(range.substring(slash + 1)) == 0) {
            throw new IllegalArgumentException(shown + " would believe everybody; name your proxies only");
        }
        try {
            new InetAddressSet().add(range);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown + " is no range: the length after / must fit the address, and the"
                    + " bits behind it must be 0, as in 10.0.0.0/8", e);
        }
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public boolean test(InetAddress address) {
        return !ranges.isEmpty() && addresses.test(address);
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
