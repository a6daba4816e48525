package tocsin.embedded;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/// How the embedded broker asks for passwords, and who may do what there: Tocsin everything, everybody else what an ACL
/// allows.
final class BrokerGuard {
    /// The listener of clients and of the broker itself; its controller's has a password, too, for who speaks to a
    /// controller changes everything.
    private static final String LISTENER = "CLIENTS";
    private static final String CONTROLLER = "CONTROLLER";

    private BrokerGuard() {}

    /// The name of the listener of clients, where a password is asked for, or where none is.
    static String listener(boolean guarded) {
        return guarded ? LISTENER : SecurityProtocol.PLAINTEXT.name;
    }

    static Map<String, Object> settings(PairAccess access) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", LISTENER + ":" + SecurityProtocol.SASL_PLAINTEXT.name + ","
                + CONTROLLER + ":" + SecurityProtocol.SASL_PLAINTEXT.name);
        settings.put(BrokerSecurityConfigs.SASL_ENABLED_MECHANISMS_CONFIG, PairAccess.MECHANISM);
        settings.put(BrokerSecurityConfigs.SASL_MECHANISM_INTER_BROKER_PROTOCOL_CONFIG, PairAccess.MECHANISM);
        settings.put("sasl.mechanism.controller.protocol", PairAccess.MECHANISM);
        for (String listener : new String[]{LISTENER, CONTROLLER}) {
            String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + "."
                    + PairAccess.MECHANISM.toLowerCase(Locale.ROOT) + ".";
            settings.put(prefix + SaslConfigs.SASL_JAAS_CONFIG, access.brokerJaas());
            settings.put(prefix + BrokerSecurityConfigs.SASL_SERVER_CALLBACK_HANDLER_CLASS_CONFIG,
                    ScramUsers.class.getName());
        }
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:" + PairAccess.OWN);
        return settings;
    }
}
