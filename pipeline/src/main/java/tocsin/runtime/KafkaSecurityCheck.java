package tocsin.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/// Whether the settings of TLS and passwords fit together: what is missing, contradicts another or names no file. No
/// value is told, for most are secrets.
final class KafkaSecurityCheck {
    private static final String PROTOCOL = CommonClientConfigs.SECURITY_PROTOCOL_CONFIG;
    private static final String JAAS = SaslConfigs.SASL_JAAS_CONFIG;
    private static final String MECHANISM = SaslConfigs.SASL_MECHANISM;
    private static final String BROKERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    private static final List<String> STORES = List.of(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);

    private final Map<String, String> kafka;
    private final Telling telling;

    /// Is told what is wrong with a setting.
    interface Telling {
        void tell(String setting, String problem);
    }

    KafkaSecurityCheck(Map<String, String> kafka, Telling telling) {
        this.kafka = kafka;
        this.telling = telling;
    }

    /// Tells everything that is wrong.
    void look() {
        String protocol = kafka.getOrDefault(PROTOCOL, "PLAINTEXT").strip().toUpperCase(Locale.ROOT);
        boolean sasl = protocol.startsWith("SASL_");
        boolean tls = protocol.endsWith("SSL");
        Optional<String> ofSasl = first("sasl.");
        Optional<String> ofTls = first("ssl.");
        if (TocsinSettings.EMBEDDED.equals(kafka.get(BROKERS))) {
            first("sasl.").or(() -> first("ssl.")).or(() -> first("security.")).ifPresent(name -> telling.tell(name,
                    "is of a broker of your own, and the embedded one makes its passwords itself; leave it out, or name"
                            + " your broker in " + BROKERS));
            return;
        }
        if (ofSasl.isPresent() && !sasl) {
            telling.tell(kafka.containsKey(PROTOCOL) ? PROTOCOL : ofSasl.get(), "asks for a password to be shown, and "
                    + PROTOCOL + " is " + protocol + ", which shows none; set " + PROTOCOL + " to "
                    + (tls || ofTls.isPresent() ? "SASL_SSL" : "SASL_SSL, or SASL_PLAINTEXT without TLS"));
        }
        if (ofTls.isPresent() && !tls) {
            telling.tell(kafka.containsKey(PROTOCOL) ? PROTOCOL : ofTls.get(), "is about TLS, and " + PROTOCOL + " is "
                    + protocol + ", which has none; set " + PROTOCOL + " to " + (sasl || ofSasl.isPresent()
                            ? "SASL_SSL"
                            : "SSL")
                    + ", or leave the settings of ssl out");
        }
        if (sasl) {
            sasl();
        }
        stores();
    }

    private Optional<String> first(String prefix) {
        return kafka.keySet().stream().filter(name -> name.startsWith(prefix)).sorted().findFirst();
    }

    private void sasl() {
        String mechanism = kafka.getOrDefault(MECHANISM, "GSSAPI").strip();
        String jaas = kafka.get(JAAS);
        String module = switch (mechanism) {
            case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
            case "SCRAM-SHA-256", "SCRAM-SHA-512" -> "org.apache.kafka.common.security.scram.ScramLoginModule";
            default -> "";
        };
        if (!kafka.containsKey(MECHANISM) && jaas != null && !jaas.contains("Krb5LoginModule")) {
            telling.tell(JAAS, "has a user, and " + MECHANISM + " is missing; set it to SCRAM-SHA-512, or to what the"
                    + " broker takes");
        } else if (jaas == null && !module.isEmpty()
                && System.getProperty("java.security.auth.login.config") == null) {
            telling.tell(kafka.containsKey(MECHANISM) ? MECHANISM : PROTOCOL, "asks for a user and a password, and "
                    + JAAS + " is missing; write it as: " + module
                    + " required username=\"NAME\" password=\"${KAFKA_PASSWORD}\";");
        } else if (jaas != null && !module.isEmpty()) {
            jaas(jaas.strip(), mechanism, module);
        }
    }

    private void jaas(String jaas, String mechanism, String module) {
        String form = module + " required username=\"NAME\" password=\"${KAFKA_PASSWORD}\";";
        if (!jaas.startsWith(module)) {
            telling.tell(JAAS, "does not begin with the login module of " + mechanism + "; write it as: " + form);
        } else if (!jaas.endsWith(";")) {
            telling.tell(JAAS, "does not end with a semicolon; write it as: " + form);
        } else if (!jaas.matches("(?s)\\S+\\s+required\\s.*") || !jaas.matches("(?s).*\\susername\\s*=.*")
                || !jaas.matches("(?s).*\\spassword\\s*=.*") && !jaas.contains("tokenauth")) {
            telling.tell(JAAS, "lacks required, username or password; write it as: " + form);
        } else if (jaas.matches("(?s).*\\spassword\\s*=\\s*(\"\"|;).*")) {
            telling.tell(JAAS, "has an empty password; is the variable or file it comes from filled?");
        }
    }

    private void stores() {
        for (String name : STORES) {
            String location = kafka.get(name);
            if (location != null && !isReadable(location)) {
                telling.tell(name, "names no file that can be read; correct it, or its owner");
            }
        }
        contradicts(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        contradicts(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        needs(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_KEYSTORE_KEY_CONFIG);
        needs(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
        needs(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        needs(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
    }

    private void contradicts(String one, String other) {
        if (kafka.containsKey(one) && kafka.containsKey(other)) {
            telling.tell(one, "stands beside " + other + "; leave one of them out");
        }
    }

    private void needs(String one, String other) {
        if (kafka.containsKey(one) && !kafka.containsKey(other)) {
            telling.tell(one, "needs " + other + ", which is missing; give it, or leave this out");
        }
    }

    private static boolean isReadable(String location) {
        try {
            return Files.isRegularFile(Path.of(location)) && Files.isReadable(Path.of(location));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
