package tocsin.transit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose word on where a request came from is believed, and how far.
class SenderTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    private static List<String> lines(String text) {
        return text == null ? List.of() : List.of(text.split("\\|"));
    }

    private static Sender sender(String peer, String addresses, String schemes, String forwarded) {
        return Sender.of(InetAddress.ofLiteral(peer),
                new Sender.Claims(lines(addresses), lines(schemes), lines(forwarded)), PROXIES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            // a stranger says what he likes
            "203.0.113.5;198.51.100.1;203.0.113.5", "203.0.113.5;127.0.0.1;203.0.113.5",
            "2001:db8::5;10.0.0.1;2001:db8:0:0:0:0:0:5",
            // the last one is the proxy's
            "10.0.0.1;198.51.100.1;198.51.100.1", "10.0.0.1;6.6.6.6, 198.51.100.1;198.51.100.1",
            "10.0.0.1;6.6.6.6|198.51.100.1;198.51.100.1", "10.0.0.1;127.0.0.1,198.51.100.1;198.51.100.1",
            // proxies in a row
            "10.0.0.1;6.6.6.6, 198.51.100.1, 10.9.9.9, 192.0.2.7;198.51.100.1", "fd00::1;10.1.1.1;10.1.1.1",
            // ports, brackets
            "10.0.0.1;198.51.100.1:4711;198.51.100.1", "10.0.0.1;[2001:db8::9]:1;2001:db8:0:0:0:0:0:9",
            "10.0.0.1;2001:db8::9;2001:db8:0:0:0:0:0:9",
            // what is no address ends the trail
            "10.0.0.1;unknown;10.0.0.1", "10.0.0.1;198.51.100.1, localhost;10.0.0.1", "10.0.0.1;;10.0.0.1",
            "10.0.0.1;198.51.100.1, 10.2.2.2, evil.example;10.0.0.1", "10.0.0.1;300.1.1.1;10.0.0.1",
            "10.0.0.1;198.51.100.1,;10.0.0.1", "10.0.0.1;198.51.100.1 6.6.6.6;10.0.0.1"})
    void anAddressIsBelievedAsFarAsWhoWroteItIsTrusted(String peer, String addresses, String expected) {
        assertEquals(expected, sender(peer, addresses, null, null).address().getHostAddress());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"~for=198.51.100.1;proto=https~;198.51.100.1;https",
            "~for=6.6.6.6, For=\"[2001:db8::9]:80\"; Proto=HTTPS~;2001:db8:0:0:0:0:0:9;https",
            "~proto=http;by=10.0.0.1;for=198.51.100.1~;198.51.100.1;http", "~for=_hidden~;10.0.0.1;",
            "~for=\"6.6.6.6, for=198.51.100.1~;198.51.100.1;",
            "~for=6.6.6.6;proto=https, for=198.51.100.1~;198.51.100.1;",
            "~xfor=6.6.6.6~;10.0.0.1;", "~for=198.51.100.1;proto=gopher~;198.51.100.1;"})
    void theStandardHeaderIsReadAlike(String forwarded, String address, String scheme) {
        Sender sender = sender("10.0.0.1", null, null, forwarded);
        assertEquals(address, sender.address().getHostAddress());
        assertEquals(Optional.ofNullable(scheme), sender.scheme());
    }

    @Test
    void whereTheTwoHeadersDisagreeNeitherIsBelieved() {
        assertEquals("10.0.0.1", sender("10.0.0.1", "6.6.6.6", null, "for=198.51.100.1").address().getHostAddress());
        assertEquals("198.51.100.1",
                sender("10.0.0.1", "198.51.100.1", null, "for=198.51.100.1").address().getHostAddress());
        assertEquals(Optional.empty(),
                sender("10.0.0.1", "198.51.100.1", "https", "for=198.51.100.1;proto=http").scheme());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"10.0.0.1;https;https", "10.0.0.1;https, http;http",
            "10.0.0.1;https|http;http",
            "10.0.0.1;ftp;", "10.0.0.1;;", "203.0.113.5;https;"})
    void theSchemeIsTheNearestProxys(String peer, String schemes, String expected) {
        assertEquals(Optional.ofNullable(expected), sender(peer, "198.51.100.1", schemes, null).scheme());
    }

    @Test
    void aHeaderFullOfProxiesEnds() {
        String many = String.join(",", Collections.nCopies(4_000, "10.1.1.1"));
        assertEquals("10.1.1.1", sender("10.0.0.1", many, null, null).address().getHostAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "proxy.example", "10.0.0", "10", "10.0.0.0/33", "10.0.0.0/8/8",
            "10.0.0.1/8",
            "0.0.0.0/0", "::/0", "fd00::/129", "10.0.0.1-20", "300.1.1.1", "10.0.0.0/", "*", "fd00::1%eth0", ":"})
    void whatIsNoRangeIsRefusedByName(String range) {
        String message = assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(range)))
                .getMessage();
        assertTrue(message.startsWith("\"" + range + "\""), message);
    }

    @Test
    void rangesAreBounded() {
        assertThrows(IllegalArgumentException.class,
                () -> TrustedProxies.of(Collections.nCopies(TrustedProxies.MOST + 1, "10.0.0.1")));
        assertFalse(TrustedProxies.NONE.test(InetAddress.ofLiteral("127.0.0.1")));
        assertTrue(TrustedProxies.of(List.of("::1")).test(InetAddress.ofLiteral("::1")));
        assertTrue(TrustedProxies.of(List.of("10.0.0.0/9")).test(InetAddress.ofLiteral("10.127.255.255")));
        assertFalse(TrustedProxies.of(List.of("10.0.0.0/9")).test(InetAddress.ofLiteral("10.128.0.0")));
    }
}
