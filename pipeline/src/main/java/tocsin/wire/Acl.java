package tocsin.wire;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// One thing that somebody must be allowed to do at a Kafka broker that has an authorizer.
///
/// @param who the application of Tocsin, or the role, that does it
/// @param resource on what: a topic, a consumer group, a transactional id or the cluster, by name or by prefix
/// @param operation what is done; the broker takes READ and WRITE for DESCRIBE, too
public record Acl(String who, ResourcePattern resource, AclOperation operation) {
    /// What the broker calls the cluster.
    private static final String CLUSTER = "kafka-cluster";

    /// Of the topic of this name.
    public static Acl topic(String who, String name, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL), operation);
    }

    /// Of every topic whose name begins so.
    public static Acl topics(String who, String prefix, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED), operation);
    }

    /// Of a consumer group.
    public static Acl group(String who, String name, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL), operation);
    }

    /// Of every consumer group whose name begins so.
    public static Acl groups(String who, String prefix, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.GROUP, prefix, PatternType.PREFIXED), operation);
    }

    /// Of the transactions of a producer.
    public static Acl transaction(String who, String name, PatternType match, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.TRANSACTIONAL_ID, name, match), operation);
    }

    /// Of the cluster.
    public static Acl cluster(String who, AclOperation operation) {
        return new Acl(who, new ResourcePattern(ResourceType.CLUSTER, CLUSTER, PatternType.LITERAL), operation);
    }

    /// The same for Kafka, allowed from every host.
    ///
    /// @param principal who, as Kafka writes it: `User:tocsin`
    public AclBinding binding(String principal) {
        return new AclBinding(resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    /// What it is on, for a person: `topic tocsin.inbox`, `topics tocsin.reports.*`.
    public String place() {
        String kind = switch (resource.resourceType()) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactional id";
            default -> "cluster";
        };
        return switch (resource.resourceType()) {
            case CLUSTER -> kind;
            default -> resource.patternType() == PatternType.PREFIXED && !resource.name().equals("*")
                    ? kind + "s " + resource.name() + "*"
                    : kind + " " + resource.name();
        };
    }

    /// The options of `kafka-acls` that name what it is on.
    public String options() {
        String option = switch (resource.resourceType()) {
            case TOPIC -> "--topic '" + resource.name() + "'";
            case GROUP -> "--group '" + resource.name() + "'";
            case TRANSACTIONAL_ID -> "--transactional-id '" + resource.name() + "'";
            default -> "--cluster";
        };
        return resource.patternType() == PatternType.PREFIXED ? option + " --resource-pattern-type prefixed" : option;
    }
}
