package dev.yadori.controller.certificates;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.ScopedReconciler;
import dev.yadori.crds.config.CertificateSettings;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.service.events.EventRecorder;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the certificates of the system. Its object is the namespace of the system, which is there before anything else
 * is: nothing of Yadori, not even the KubeVirt resource, can be created while the webhooks have no certificate.
 */
@ControllerConfiguration(name = "certificates", generationAwareEventProcessing = false)
public final class CertificateReconciler implements Reconciler<Namespace>, ScopedReconciler<Namespace> {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final String namespace;
    private final InstantSource clock;
    private final CertificateStore store;
    private final GivenAuthorityReader givenAuthority;

    public CertificateReconciler(Collaborators collaborators, EventRecorder events) {
        this.namespace = collaborators.config().namespace();
        this.clock = collaborators.clock();
        this.store = new CertificateStore(collaborators.client(), namespace);
        this.givenAuthority = new GivenAuthorityReader(store, events);
    }

    @Override
    public void scope(ControllerConfigurationOverrider<Namespace> overrider) {
        overrider.withLabelSelector(NAME_LABEL + "=" + namespace);
    }

    /** Only to be told of changes: what is decided on is read anew, as it is rare and stale keys must not be published. */
    @Override
    public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
        var sources = new ArrayList<EventSource<?, Namespace>>();
        sources.add(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(KubeVirt.class, Namespace.class)
                        .withName("kubevirts-for-certificates")
                        .withSecondaryToPrimaryMapper(this::toNamespace)
                        .build(),
                context));
        sources.add(one(Secret.class, SecretCodec.AUTHORITY_SECRET, context));
        sources.add(one(Secret.class, GivenSecret.NAME, context));
        ComponentCertificate.all(namespace)
                .forEach(component -> sources.add(one(Secret.class, component.secretName(), context)));
        sources.add(one(MutatingWebhookConfiguration.class, CertificateStore.MUTATING, context));
        sources.add(one(ValidatingWebhookConfiguration.class, CertificateStore.VALIDATING, context));
        CertificateStore.API_SERVICES.forEach(name -> sources.add(one(APIService.class, name, context)));
        return sources;
    }

    /** Watches one object, by a field selector: the account of this process may see no other. */
    private <T extends HasMetadata> EventSource<?, Namespace> one(
            Class<T> type, String name, EventSourceContext<Namespace> context) {
        var builder =
                InformerEventSourceConfiguration.from(type, Namespace.class).withName(name);
        if (Namespaced.class.isAssignableFrom(type)) {
            builder.withNamespaces(namespace);
        }
        var configuration = builder.withFieldSelector(new FieldSelectorBuilder()
                        .withField("metadata.name", name)
                        .build())
                .withSecondaryToPrimaryMapper(this::toNamespace)
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    private Set<ResourceID> toNamespace(HasMetadata changed) {
        return Set.of(new ResourceID(namespace));
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace system, Context<Namespace> context) {
        if (system.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        Instant now = clock.instant();
        var terms = terms(context);
        var given = givenAuthority.read(terms, now);
        var authorities = settleAuthorities(terms, given, now);
        var leaves = new ArrayList<KeyedCertificate>();
        for (var component : ComponentCertificate.all(namespace)) {
            leaves.add(settleLeaf(component, authorities, given, terms, now).leaf());
        }
        store.publishToWebhooks(authorities.trusted());
        store.publishToApiServices(authorities.trusted());
        var wait = Duration.between(now, new CertificatePlanner(terms).nextDue(authorities, given, leaves));
        return UpdateControl.<Namespace>noUpdate()
                .rescheduleAfter(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }

    /** Those of the object that counts, as the caches have it: a change of it brings us here again. */
    private static CertificateTerms terms(Context<Namespace> context) {
        return CertificateTerms.of(ClusterConfig.counting(context.getSecondaryResources(KubeVirt.class))
                .map(KubeVirt::getSpec)
                .map(spec -> CertificateSettings.from(spec).settings())
                .orElse(new CertificateSettings(Optional.empty(), Optional.empty())));
    }

    private Authorities settleAuthorities(CertificateTerms terms, GivenAuthority given, Instant now) {
        var secret = store.find(SecretCodec.AUTHORITY_SECRET);
        var stored = SecretCodec.decodeAuthorities(secret);
        var action = new CertificatePlanner(terms).planAuthority(stored, given, now);
        var issuer = new CertificateIssuer(terms);
        return switch (action) {
            case CertificatePlanner.AuthorityAction.Create(var reason) ->
                store.save(secret, Authorities.of(issuer.issueAuthority(now)), reason);
            case CertificatePlanner.AuthorityAction.Take(var authority, var reason) ->
                store.save(secret, Authorities.of(authority), reason + ", and one is given");
            case CertificatePlanner.AuthorityAction.Announce _ ->
                store.save(
                        secret, present(stored).announcing(issuer.issueAuthority(now), now), "announced its successor");
            case CertificatePlanner.AuthorityAction.AnnounceGiven(var authority) ->
                store.save(
                        secret,
                        present(stored).announcing(authority, now),
                        "announced the one that is given: " + authority);
            case CertificatePlanner.AuthorityAction.Withdraw _ ->
                store.save(secret, present(stored).withoutNext(), "the given one stays");
            case CertificatePlanner.AuthorityAction.Promote _ ->
                store.save(secret, present(stored).promoted().withoutEnded(now), "the successor signs now");
            case CertificatePlanner.AuthorityAction.Forget _ ->
                store.save(secret, present(stored).withoutEnded(now), "one that has ended is dropped");
            case CertificatePlanner.AuthorityAction.Keep _ -> present(stored);
        };
    }

    private static <T> T present(Stored<T> stored) {
        if (stored instanceof Stored.Present<T>(var value)) {
            return value;
        }
        throw new IllegalStateException("this plan needs what is not stored");
    }

    private ComponentSecret settleLeaf(
            ComponentCertificate component,
            Authorities authorities,
            GivenAuthority given,
            CertificateTerms terms,
            Instant now) {
        var secret = store.find(component.secretName());
        var stored = SecretCodec.decodeComponent(secret);
        return switch (new CertificatePlanner(terms).planLeaf(component, stored, authorities, given, now)) {
            case CertificatePlanner.LeafAction.Issue(var reason) -> {
                var leaf = new CertificateIssuer(terms).issue(component, authorities.current(), now);
                yield store.save(component, secret, new ComponentSecret(leaf, authorities.trusted()), reason);
            }
            case CertificatePlanner.LeafAction.PublishBundle _ ->
                store.save(
                        component,
                        secret,
                        new ComponentSecret(present(stored).leaf(), authorities.trusted()),
                        "the authorities have changed");
            case CertificatePlanner.LeafAction.Keep _ -> present(stored);
        };
    }
}
