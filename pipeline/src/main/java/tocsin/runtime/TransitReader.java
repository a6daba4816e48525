package tocsin.runtime;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.transit.TlsKeyReader;
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;
import tocsin.transit.TrustedProxies;
import tocsin.transit.UnusableTlsException;
import tocsin.yaml.YamlNode;

/// Reads how requests reach us: `http.tls`, `http.trusted-proxies`, `http.public-url`. A certificate that cannot be used,
/// and passwords that anybody on the way could read, are told at their place.
final class TransitReader {
    private static final Duration HSTS = Duration.ofDays(365);

    private final SettingValues values;

    TransitReader(SettingValues values) {
        this.values = values;
    }

    /// @param host the address it listens on
    Transit read(YamlNode http, String host, @Nullable URI publicUrl) {
        YamlNode tls = http.optional("tls").onlyKeys("certificate", "key", "keystore", "password", "password-file",
                "hsts");
        YamlNode proxies = http.optional("trusted-proxies");
        Optional<String> ranges = values.fromEnvironment(proxies);
        boolean speaksTls = Stream.of("certificate", "key", "keystore", "password", "password-file", "hsts")
                .anyMatch(key -> !values.text(tls.optional(key), "").isBlank());
        Transit transit = new Transit(speaksTls || tls.isPresent() ? tls(tls) : Optional.empty(),
                proxies(proxies, ranges), Optional.ofNullable(publicUrl));
        if (!isThisMachine(host) && !speaksTls && !tls.isPresent() && ranges.isEmpty() && !proxies.isPresent()) {
            values.problem(http.optional("host"), "\"" + host + "\" is reached from other machines, and keys would be"
                    + " readable for everybody on the way; set http.tls (certificate and key), or name the proxies that"
                    + " speak TLS under http.trusted-proxies, or listen on 127.0.0.1");
        }
        return transit;
    }

    private Optional<TlsSettings> tls(YamlNode tls) {
        Optional<Path> certificate = path(tls.optional("certificate"));
        Optional<Path> key = path(tls.optional("key"));
        Optional<Path> keystore = path(tls.optional("keystore"));
        if (keystore.isPresent() == (certificate.isPresent() || key.isPresent())
                || certificate.isPresent() != key.isPresent()) {
            values.problem(tls, "give certificate and key (PEM), or keystore (PKCS#12), and not both");
            return Optional.empty();
        }
        String password = values.text(tls.optional("password"), "");
        Optional<Path> inFile = path(tls.optional("password-file"));
        if (!password.isEmpty() && inFile.isPresent()) {
            values.problem(tls.optional("password-file"), "stands beside password; give one of them");
        }
        TlsSettings settings = new TlsSettings(
                keystore.<TlsSettings.Files>map(TlsSettings.Pkcs12::new)
                        .orElseGet(() -> new TlsSettings.Pem(certificate.orElseThrow(), key.orElseThrow())),
                inFile.<TlsSettings.Password>map(TlsSettings.InFile::new)
                        .or(() -> password.isEmpty() ? Optional.empty() : Optional.of(new TlsSettings.Given(password))),
                hsts(tls.optional("hsts")));
        try {
            TlsKeyReader.readAtAnyTime(settings);
        } catch (UnusableTlsException e) {
            YamlNode part = tls.optional(e.part().key());
            values.problem(part.isPresent() || values.fromEnvironment(part).isPresent() ? part : tls, e.sentence());
        }
        return Optional.of(settings);
    }

    private Optional<Path> path(YamlNode node) {
        return values.text(node, "").isBlank() ? Optional.empty() : Optional.of(values.path(node, "."));
    }

    /// As other durations, and zero, which makes browsers forget it.
    private Duration hsts(YamlNode node) {
        String text = values.text(node, HSTS.toString());
        try {
            Duration time = Duration.parse(text);
            if (!time.isNegative()) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below like one that is negative.
        }
        values.problem(node, "\"" + text + "\" is no duration such as P365D, or PT0S for none");
        return HSTS;
    }

    private TrustedProxies proxies(YamlNode node, Optional<String> variable) {
        List<String> ranges = new ArrayList<>();
        variable.ifPresentOrElse(text -> Stream.of(text.split(",")).map(String::strip).filter(one -> !one.isEmpty())
                .forEach(ranges::add), () -> node.items().forEach(item -> ranges.add(values.text(item, ""))));
        if (ranges.isEmpty() && (variable.isPresent() || node.isPresent())) {
            values.problem(node, "names nobody; give the addresses of your proxies, such as [10.0.0.5, fd00::/8], or"
                    + " leave it out");
        }
        try {
            return TrustedProxies.of(ranges);
        } catch (IllegalArgumentException e) {
            values.problem(node, String.valueOf(e.getMessage()));
            return TrustedProxies.NONE;
        }
    }

    private static boolean isThisMachine(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            // It will be asked again when it listens, and may then be anywhere.
            return false;
        }
    }
}
