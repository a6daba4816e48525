package tocsin.transit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who sent a request, as far as it can be believed.
///
/// @param address the sender's address
/// @param scheme `http` or `https`, as the nearest believed proxy was asked; empty where it does not say
public record Sender(InetAddress address, Optional<String> scheme) {
    private static final Pattern FOR = part("for");
    private static final Pattern PROTO = part("proto");
    private static final Pattern WITH_PORT = Pattern.compile("\\[(?<six>[0-9A-Fa-f:.]+)](:[0-9]+)?"
            + "|(?<four>[0-9]+(\\.[0-9]+){3})(:[0-9]+)?|(?<bare>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    /// What proxies say in headers, in the order of the lines.
    ///
    /// @param addresses values of `X-Forwarded-For`
    /// @param schemes values of `X-Forwarded-Proto`
    /// @param forwarded values of `Forwarded` (RFC 7239)
    public record Claims(List<String> addresses, List<String> schemes, List<String> forwarded) {}

    /// The sender of a request. Each proxy adds the address it was asked from at the end, and what stands before that may
    /// have been written by anybody: so the list is read from its end, as long as who wrote is trusted.
    ///
    /// Proxies write one of the two headers and hand the other on as it came. Where both are there and disagree, one of
    /// them is not the proxy's, and neither is believed.
    ///
    /// @param peer the address the connection comes from
    public static Sender of(InetAddress peer, Claims claims, Predicate<InetAddress> trusted) {
        if (!trusted.test(peer)) {
            return new Sender(peer, Optional.empty());
        }
        List<String> elements = elements(claims.forwarded());
        InetAddress one = farthest(peer, elements(claims.addresses()), trusted);
        InetAddress other = farthest(peer, elements.stream().map(element -> in(FOR, element)).toList(), trusted);
        Optional<String> oneScheme = last(elements(claims.schemes()));
        Optional<String> otherScheme = last(elements).map(element -> in(PROTO, element));
        boolean agree = claims.addresses().isEmpty() || claims.forwarded().isEmpty() || one.equals(other);
        boolean schemesAgree = oneScheme.isEmpty() || otherScheme.isEmpty() || oneScheme.equals(otherScheme);
        return new Sender(agree ? claims.addresses().isEmpty() ? other : one : peer,
                schemesAgree ? oneScheme.or(() -> otherScheme).flatMap(Sender::known) : Optional.empty());
    }

    private static Pattern part(String name) {
        return Pattern.compile("(?:^|;)\\s*" + name + "\\s*=\\s*\"?([^\";]*)\"?\\s*(?=;|$)", Pattern.CASE_INSENSITIVE);
    }

    /// Split at every comma, also between quotation marks: a mark that a stranger opened must not swallow what the proxy
    /// added behind it.
    private static List<String> elements(List<String> values) {
        List<String> elements = new ArrayList<>();
        values.forEach(value -> List.of(value.split(",", -1)).forEach(element -> elements.add(element.strip())));
        return elements;
    }

    private static String in(Pattern part, String element) {
        Matcher found = part.matcher(element);
        return found.find() ? found.group(1).strip() : "";
    }

    private static Optional<String> last(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static Optional<String> known(String scheme) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        return List.of("http", "https").contains(lower) ? Optional.of(lower) : Optional.empty();
    }

    private static InetAddress farthest(InetAddress peer, List<String> hops, Predicate<InetAddress> trusted) {
        InetAddress reached = peer;
        for (int i = hops.size() - 1; i >= 0 && trusted.test(reached); i--) {
            Optional<InetAddress> before = address(hops.get(i));
            if (before.isEmpty()) {
                return reached;
            }
            reached = before.get();
        }
        return reached;
    }

    /// An address in digits, with a port or without; never a name, which would be looked up.
    private static Optional<InetAddress> address(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String digits = parts.group("six") != null ? parts.group("six")
                : parts.group("four") != null ? parts.group("four") : parts.group("bare");
        try {
            return Optional.of(InetAddress.ofLiteral(digits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
