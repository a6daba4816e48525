package tocsin.runtime;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import tocsin.embedded.PairAccess;
import tocsin.wire.Topics;

/// Gives other programs at an embedded broker the rights of producers and readers, and no others.
public final class EmbeddedAcls {
    private static final String CLIENT = "User:" + PairAccess.CLIENT;

    private EmbeddedAcls() {}

    /// Allows what is listed and takes back what is not: an earlier release may have allowed something else.
    ///
    /// @param admin of Tocsin itself
    public static void set(Admin admin, Topics topics) {
        List<AclBinding> listed = AclList.bindings(new AclList(topics).ofEmbeddedClient(), CLIENT);
        Collection<AclBinding> there = BrokerAnswers.await(admin.describeAcls(
                new AclBindingFilter(ResourcePatternFilter.ANY, new AccessControlEntryFilter(CLIENT, null,
                        AclOperation.ANY, AclPermissionType.ANY)))
                .values());
        Set<AclBinding> surplus = new HashSet<>(there);
        listed.forEach(surplus::remove);
        List<AclBinding> wanted = listed.stream().filter(acl -> !there.contains(acl)).toList();
        if (!wanted.isEmpty()) {
            BrokerAnswers.await(admin.createAcls(wanted).all());
        }
        if (!surplus.isEmpty()) {
            BrokerAnswers.await(admin.deleteAcls(surplus.stream().map(AclBinding::toFilter).toList()).all());
        }
    }
}
