package tocsin.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tocsin.wire.Acl;
import tocsin.wire.OwnClients;

/// Asks the broker which parts of an [AclList] it does not allow, before an application fails of it.
///
/// A broker tells of a topic, a group and the cluster what may be done. Of a transactional id it says nothing; there a
/// producer with an id of the same kind, which nobody has, asks to begin. A broker without an authorizer allows
/// everything. The right to create a topic is asked only while the topic is not there.
public final class AclCheck {
    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))");
    /// A name of a kind that nobody uses, to ask what holds for names that begin so.
    private static final String ANY = "access-check";

    private final Admin admin;
    private final Map<String, Object> clients;
    private final List<Acl> acls;
    private final int withinMs;

    /// @param clients settings of Kafka clients of the user whose rights are asked for
    /// @param withinMs how long each answer is waited for: milliseconds
    public AclCheck(Admin admin, Map<String, ?> clients, List<Acl> acls, int withinMs) {
        this.admin = admin;
        this.clients = Map.copyOf(clients);
        this.acls = List.copyOf(acls);
        this.withinMs = withinMs;
    }

    /// What is not allowed, in the order of the list. Throws [KafkaException] where the broker does not answer.
    public List<Acl> missing() {
        return missing(_ -> true);
    }

    /// The same.
    ///
    /// @param tried of whom transactional ids are tried, too: each try is a record of the broker's own
    List<Acl> missing(Predicate<String> tried) {
        if (isOpen()) {
            return List.of();
        }
        Set<Acl> missing = new LinkedHashSet<>();
        topics(missing);
        groups(missing);
        transactions(missing, tried);
        cluster(missing);
        return acls.stream().filter(missing::contains).toList();
    }

    /// Whether the broker has no authorizer.
    private boolean isOpen() {
        try {
            await(admin.describeAcls(AclBindingFilter.ANY).values());
            return false;
        } catch (SecurityDisabledException e) {
            return true;
        } catch (AuthorizationException e) {
            return false;
        }
    }

    private Map<String, List<Acl>> named(ResourceType type) {
        Map<String, List<Acl>> named = new LinkedHashMap<>();
        acls.stream().filter(acl -> acl.resource().resourceType() == type)
                .forEach(acl -> named.computeIfAbsent(name(acl), _ -> new ArrayList<>()).add(acl));
        return named;
    }

    private static String name(Acl acl) {
        String name = acl.resource().name();
        return name.equals("*") ? ANY : acl.resource().patternType() == PatternType.PREFIXED ? name + ANY : name;
    }

    private void topics(Set<Acl> missing) {
        Map<String, List<Acl>> named = named(ResourceType.TOPIC);
        List<Acl> toCreate = new ArrayList<>();
        admin.describeTopics(named.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues().forEach((name, described) -> {
                    List<Acl> its = named.getOrDefault(name, List.of());
                    try {
                        Set<AclOperation> allowed = await(described).authorizedOperations();
                        its.stream().filter(acl -> acl.operation() != AclOperation.CREATE)
                                .filter(acl -> !allows(allowed, acl.operation())).forEach(missing::add);
                    } catch (UnknownTopicOrPartitionException e) {
                        its.stream().filter(acl -> acl.operation() == AclOperation.CREATE).forEach(toCreate::add);
                    } catch (AuthorizationException e) {
                        // Whether it is there is not told either. What may be created must be seen first.
                        its.stream().filter(acl -> acl.operation() != AclOperation.CREATE).forEach(missing::add);
                        its.stream().filter(acl -> acl.operation() == AclOperation.CREATE).forEach(toCreate::add);
                    }
                });
        create(toCreate, missing);
    }

    private void create(List<Acl> toCreate, Set<Acl> missing) {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        toCreate.forEach(acl -> wanted.put(acl.resource().name(), new NewTopic(acl.resource().name(), 1, (short) 1)));
        if (wanted.isEmpty()) {
            return;
        }
        admin.createTopics(wanted.values(), new CreateTopicsOptions().validateOnly(true)).values()
                .forEach((name, answer) -> {
                    if (isRefused(() -> await(answer))) {
                        toCreate.stream().filter(acl -> acl.resource().name().equals(name)).forEach(missing::add);
                    }
                });
    }

    private void groups(Set<Acl> missing) {
        Map<String, List<Acl>> named = named(ResourceType.GROUP);
        admin.describeConsumerGroups(named.keySet(),
                new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true)).describedGroups()
                .forEach((name, described) -> {
                    List<Acl> its = named.getOrDefault(name, List.of());
                    try {
                        Set<AclOperation> allowed = await(described).authorizedOperations();
                        its.stream().filter(acl -> !allows(allowed, acl.operation())).forEach(missing::add);
                    } catch (AuthorizationException e) {
                        missing.addAll(its);
                    } catch (KafkaException e) {
                        rethrowUnlessOfOneName(e);
                    }
                });
    }

    private void transactions(Set<Acl> missing, Predicate<String> tried) {
        named(ResourceType.TRANSACTIONAL_ID).forEach((name, its) -> {
            // To try an id that somebody has would end what he is doing.
            boolean written = its.stream().anyMatch(acl -> acl.operation() == AclOperation.WRITE
                    && acl.resource().patternType() == PatternType.PREFIXED);
            boolean asked = !written || its.stream().map(Acl::who).anyMatch(tried);
            if (asked && isRefused(() -> written ? begin(name)
                    : await(admin.describeTransactions(List.of(name))
                            .description(name)))) {
                missing.addAll(its);
            }
        });
    }

    /// Begins nothing but the right to: there is no transaction, and nobody is ended by it.
    private boolean begin(String transactionalId) {
        Map<String, Object> configs = new LinkedHashMap<>(clients);
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, OwnClients.id(transactionalId));
        configs.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, withinMs);
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(configs, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            return true;
        }
    }

    private void cluster(Set<Acl> missing) {
        List<Acl> its = acls.stream().filter(acl -> acl.resource().resourceType() == ResourceType.CLUSTER).toList();
        if (!its.isEmpty()) {
            Set<AclOperation> allowed = await(admin.describeCluster(
                    new DescribeClusterOptions().includeAuthorizedOperations(true)).authorizedOperations());
            its.stream().filter(acl -> !allows(allowed, acl.operation())).forEach(missing::add);
        }
    }

    /// Brokers before 2.3 do not say.
    private static boolean allows(@Nullable Set<AclOperation> allowed, AclOperation operation) {
        return allowed == null || allowed.isEmpty() && operation == AclOperation.UNKNOWN || allowed.contains(operation);
    }

    private static boolean isRefused(Supplier<?> answer) {
        try {
            var _ = answer.get();
            return false;
        } catch (AuthorizationException e) {
            return true;
        } catch (KafkaException e) {
            rethrowUnlessOfOneName(e);
            return false;
        }
    }

    /// A group, transaction or topic that is not there, or is there already, was not refused.
    private static void rethrowUnlessOfOneName(KafkaException failure) {
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException
                || !(failure instanceof org.apache.kafka.common.errors.ApiException)) {
            throw failure;
        }
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(withinMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("the broker did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /// Who a client with these settings is to the broker, as Kafka writes it; without a user's name in them, as with a
    /// certificate, words for a person.
    static String principal(Map<String, ?> clients) {
        Matcher user = USER.matcher(String.valueOf(clients.get(SaslConfigs.SASL_JAAS_CONFIG)));
        return user.find() ? "User:" + (user.group(1) != null ? user.group(1) : user.group(2))
                : "the Kafka user of this instance";
    }

    /// What is missing, in a plain sentence with the command that allows it.
    public static String sentence(Acl acl, Map<String, ?> clients) {
        String principal = principal(clients);
        String known = principal.startsWith("User:") ? principal : "User:NAME";
        return principal + " may not " + AclList.operation(acl) + " " + acl.place() + ", which " + acl.who()
                + " needs; allow it with: "
                + AclList.commands(List.of(acl), Map.of("", known), "kafka-acls.sh --bootstrap-server "
                        + PlainAddress.withoutPassword(
                                String.valueOf(clients.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))))
                        .getFirst();
    }
}
