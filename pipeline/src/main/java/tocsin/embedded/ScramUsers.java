package tocsin.embedded;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/// The users of the embedded broker, from the settings of its listener: `user_NAME="password"`.
///
/// Kafka keeps users of SCRAM in its metadata, which a broker reads from its controller; but the broker must show a
/// password to the controller first, and a folder of an earlier release has no users. The broker creates this class by
/// its name.
public final class ScramUsers implements AuthenticateCallbackHandler {
    /// What stands before a user's name in the settings.
    static final String PREFIX = "user_";

    private final Map<String, ScramCredential> users = new HashMap<>();

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        ScramMechanism scram = ScramMechanism.forMechanismName(mechanism);
        if (scram == null) {
            throw new IllegalArgumentException(mechanism + " is no SCRAM");
        }
        try {
            ScramFormatter formatter = new ScramFormatter(scram);
            for (AppConfigurationEntry entry : entries) {
                for (Map.Entry<String, ?> option : entry.getOptions().entrySet()) {
                    if (option.getKey().startsWith(PREFIX)) {
                        // The passwords are drawn by lot, so more rounds would make no guess harder.
                        users.put(option.getKey().substring(PREFIX.length()), formatter
                                .generateCredential(String.valueOf(option.getValue()), scram.minIterations()));
                    }
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new KafkaException("this Java has no " + mechanism, e);
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        String name = "";
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback asked -> name = asked.getDefaultName();
                case ScramCredentialCallback asked -> asked.scramCredential(users.get(name));
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
