package tocsin.embedded;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import tocsin.model.Sha256;

/// The two users of an embedded pair and their passwords: Tocsin itself, which may do everything there, and the client,
/// whose file is given to other programs of this machine. A pair without one asks nobody for a password.
///
/// The broker takes SCRAM, so that who listens on its port while it is away learns no password. The registry takes basic
/// authentication, which shows the password to whoever listens; so Tocsin's own there is another one, made of the first.
///
/// @param ownPassword the password of [#OWN]
/// @param clientPassword the password of [#CLIENT]
public record PairAccess(String ownPassword, String clientPassword) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

    /// Throws [IllegalArgumentException] where a password holds characters that a file of settings would read otherwise.
    public PairAccess {
        if (!PLAIN.matcher(ownPassword).matches() || !PLAIN.matcher(clientPassword).matches()) {
            throw new IllegalArgumentException(
                    "a password of the embedded pair must be 16 to 256 letters, digits, dots,"
                            + " dashes, underscores or tildes");
        }
    }

    /// The name of Tocsin itself.
    public static final String OWN = "tocsin";
    /// The name of other programs.
    public static final String CLIENT = "client";
    /// How a password is shown to the broker. The passwords have 192 bits; SHA-512 would make none of them safer, and made
    /// each start two seconds longer.
    static final String MECHANISM = ScramMechanism.SCRAM_SHA_256.mechanismName();

    /// What a Kafka client of Tocsin is told beside the address.
    public Map<String, Object> ownKafka() {
        return kafka(OWN, ownPassword);
    }

    /// What a Kafka client of another program is told beside the address.
    public Map<String, Object> clientKafka() {
        return kafka(CLIENT, clientPassword);
    }

    private static Map<String, Object> kafka(String user, String password) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, SecurityProtocol.SASL_PLAINTEXT.name);
        settings.put(SaslConfigs.SASL_MECHANISM, MECHANISM);
        settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(user, password, ""));
        return settings;
    }

    /// What the broker is told: who it is itself, and who may come.
    String brokerJaas() {
        return jaas(OWN, ownPassword, " " + ScramUsers.PREFIX + OWN + "=" + quoted(ownPassword) + " "
                + ScramUsers.PREFIX + CLIENT + "=" + quoted(clientPassword));
    }

    private static String jaas(String user, String password, String more) {
        return ScramLoginModule.class.getName() + " required username=" + quoted(user) + " password="
                + quoted(password) + more + ";";
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /// `name:password` of Tocsin itself at the registry.
    public String ownRegistry() {
        return OWN + ":" + ownRegistryPassword();
    }

    /// `name:password` of other programs at the registry; the password is the same as at the broker.
    public String clientRegistry() {
        return CLIENT + ":" + clientPassword;
    }

    String ownRegistryPassword() {
        return Sha256.of(("registry " + ownPassword).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "PairAccess[" + OWN + ", " + CLIENT + "]";
    }
}
