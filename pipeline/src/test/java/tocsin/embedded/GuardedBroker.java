package tocsin.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/// A broker that asks for passwords over TLS, as somebody else's cluster does, and keeps what its users asked to do.
public final class GuardedBroker implements AutoCloseable {
    /// The user that has what ACLs give it, and nothing else.
    public static final String USER = "app";
    private static final String PASSWORD = "password-of-app";
    private static final String STORE_PASSWORD = "password-of-store";
    private static final Set<String> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

    private final PairAccess access = new PairAccess("own-password-of-broker", "client-password-of-broker");
    private final int port = Ports.choose(0);
    private final int tlsPort = Ports.choose(0);
    private final Path keys;
    private final BrokerRun run;

    /// Kafka's own authorizer, which also notes what [#USER] was allowed and denied.
    public static final class Noting extends StandardAuthorizer {
        @Override
        public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
            List<AuthorizationResult> results = super.authorize(context, actions);
            for (int i = 0; i < actions.size(); i++) {
                Action action = actions.get(i);
                String what = action.operation() + " " + action.resourcePattern().resourceType() + " "
                        + action.resourcePattern().name();
                if (context.principal().getName().equals(USER)) {
                    boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
                    // A list of what somebody may do asks for everything, and logs nothing of it.
                    if (allowed && action.logIfAllowed()) {
                        ALLOWED.add(what);
                    } else if (!allowed && action.logIfDenied()) {
                        DENIED.add(what);
                    }
                }
            }
            return results;
        }
    }

    public GuardedBroker(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("broker");
        this.keys = folder.resolve("keys.p12");
        makeKeys(keys);
        EmbeddedBroker.format(data);
        int controllerPort = Ports.choose(0);
        Map<String, Object> settings = new HashMap<>(EmbeddedBroker.settings(data, port, controllerPort, access));
        settings.put("listeners", settings.get("listeners") + ",TLS://127.0.0.1:" + tlsPort);
        settings.put("advertised.listeners", settings.get("advertised.listeners") + ",TLS://127.0.0.1:" + tlsPort);
        settings.put("listener.security.protocol.map",
                settings.get("listener.security.protocol.map") + ",TLS:SASL_SSL");
        settings.put("listener.name.tls.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put("listener.name.tls.scram-sha-512.sasl.jaas.config", ScramLoginModule.class.getName()
                + " required user_" + USER + "=\"" + PASSWORD + "\";");
        settings.put("listener.name.tls.scram-sha-512.sasl.server.callback.handler.class", ScramUsers.class.getName());
        settings.put("listener.name.tls.plain.sasl.jaas.config", PlainLoginModule.class.getName() + " required user_"
                + USER + "=\"" + PASSWORD + "\";");
        settings.put("listener.name.tls.ssl.keystore.type", "PKCS12");
        settings.put("listener.name.tls.ssl.keystore.location", keys.toString());
        settings.put("listener.name.tls.ssl.keystore.password", STORE_PASSWORD);
        settings.put("authorizer.class.name", Noting.class.getName());
        this.run = BrokerRun.start(settings, data, controllerPort);
    }

    private static void makeKeys(Path store) throws IOException, InterruptedException {
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1",
                "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", STORE_PASSWORD)
                .inheritIO().start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    /// What a client is told that comes as [#USER] by SCRAM.
    public Map<String, String> userSettingsOfScram() {
        Map<String, String> settings = new HashMap<>(userSettings());
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", ScramLoginModule.class.getName() + " required username=\"" + USER
                + "\" password=\"" + PASSWORD + "\";");
        return settings;
    }

    /// What a client is told that comes as [#USER], by PLAIN.
    public Map<String, String> userSettings() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + tlsPort, "security.protocol", "SASL_SSL", "sasl.mechanism",
                "PLAIN", "sasl.jaas.config", PlainLoginModule.class.getName() + " required username=\"" + USER
                        + "\" password=\"" + PASSWORD + "\";",
                "ssl.truststore.location", keys.toString(), "ssl.truststore.password", STORE_PASSWORD);
    }

    /// An administrator, who may do everything.
    public Admin admin() {
        Map<String, Object> settings = new HashMap<>(access.ownKafka());
        settings.put("bootstrap.servers", "127.0.0.1:" + port);
        return Admin.create(settings);
    }

    /// What the user was allowed to do until now: `READ TOPIC name`.
    public static Set<String> allowed() {
        return new TreeSet<>(ALLOWED);
    }

    /// What the user was refused until now, in the same words.
    public static Set<String> denied() {
        return new TreeSet<>(DENIED);
    }

    /// How many connections have shown no password, or a wrong one.
    public double refusedConnections() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double refused = 0;
        for (ObjectName name : beans.queryNames(
                new ObjectName("kafka.server:type=socket-server-metrics,listener=*,networkProcessor=*"), null)) {
            refused += ((Number) beans.getAttribute(name, "failed-authentication-total")).doubleValue();
        }
        return refused;
    }

    @Override
    public void close() {
        run.stop(Duration.ofSeconds(2));
    }
}
