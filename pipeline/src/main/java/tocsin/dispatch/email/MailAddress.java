package tocsin.dispatch.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One mail address as it stands in a message and in the dialogue with a relay.
///
/// @param local what stands before the @: ASCII, quoted where it must be
/// @param domain what stands behind it, in ASCII: a domain of other letters in its own form for that (`xn--…`)
/// @param name whose address it is, in any letters; empty where nobody said
public record MailAddress(String local, String domain, String name) {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    /// The address in a text such as `duty@example.gov` or `青岛市应急值班室 <duty@example.gov>`. Throws
    /// [IllegalArgumentException] with what is wrong, as a sentence about it.
    public static MailAddress of(String text) {
        String one = text.strip();
        if (one.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must stand on one line, without control characters");
        }
        InternetAddress read = read(one);
        String address = read.getAddress() == null ? "" : read.getAddress();
        int at = address.lastIndexOf('@');
        if (read.isGroup() || at < 1 || at == address.length() - 1) {
            throw new IllegalArgumentException("must be one address such as duty@example.gov");
        }
        String local = address.substring(0, at);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(local)) {
            throw new IllegalArgumentException("has letters before the @ that many relays do not take; give an address"
                    + " of Latin letters, digits and signs");
        }
        MailAddress known = new MailAddress(local, ascii(address.substring(at + 1)),
                read.getPersonal() == null ? "" : read.getPersonal().strip());
        if (local.length() > LONGEST_LOCAL || known.plain().length() > LONGEST) {
            throw new IllegalArgumentException("is longer than an address may be: " + LONGEST_LOCAL
                    + " characters before the @, " + LONGEST + " in all");
        }
        try {
            new InternetAddress(known.plain(), true).validate();
        } catch (AddressException e) {
            throw new IllegalArgumentException("is no mail address: " + reason(e), e);
        }
        return known;
    }

    private static InternetAddress read(String text) {
        try {
            InternetAddress[] all = InternetAddress.parse(text, true);
            if (all.length != 1) {
                throw new IllegalArgumentException("must be one address; put a name with a comma between quotation"
                        + " marks");
            }
            return all[0];
        } catch (AddressException e) {
            throw new IllegalArgumentException("is no mail address: " + reason(e), e);
        }
    }

    private static String ascii(String domain) {
        if (domain.startsWith("[")) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has no domain behind the @ that could exist", e);
        }
    }

    private static String reason(AddressException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    }

    /// The address alone, in ASCII.
    public String plain() {
        return local + "@" + domain;
    }

    /// The address for a header, with its name as an encoded word where it has one.
    InternetAddress internet() {
        try {
            InternetAddress address = new InternetAddress();
            address.setAddress(plain());
            if (!name.isEmpty()) {
                address.setPersonal(name, "UTF-8");
            }
            return address;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is in every JDK", e);
        }
    }
}
