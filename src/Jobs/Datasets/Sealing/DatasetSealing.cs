using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets.Sealing;

/// <summary>
/// Seals the test split of a dataset: the figures, curves and predictions of every run on it are hidden until they are revealed, one run
/// after another. Only an administrator takes the seal off.
/// </summary>
public sealed class DatasetSealing(
    DatasetStore datasets, DatasetVersions versions, DatasetRegistration registration, RunStore runs, Rights rights, AuditLog audit,
    TimeProvider time)
{
    private readonly Lock changing = new();

    /// <summary>The seal on a dataset's test split, also of one that shares its split file or data; null if it is not sealed.</summary>
    public DatasetSeal? Of(Dataset dataset) => runs.Seals.Closed(dataset.Name, dataset.Split, versions.Fingerprints(dataset));

    /// <summary>Seals a dataset's test split, for the dataset's owner and administrators.</summary>
    /// <exception cref="InputException">It is sealed already, somebody else's, or not registered.</exception>
    public void Seal(Actor actor, string name) => rights.Do(actor, Roles.Researcher, AuditActions.DatasetSeal, name, user =>
    {
        Dataset dataset = datasets.Find(name) ?? throw DatasetRegistration.Unknown(name);
        if (user.Role != Roles.Administrator && dataset.Owner != user.Name)
            throw rights.Refusal(actor, AuditActions.DatasetSeal, name,
                $"{name} is {dataset.Owner}'s, so nothing was done; ask them or an administrator to seal its test split");
        lock (changing) Seal(dataset, user.Name);
    });

    /// <summary>Registers a data set as <see cref="DatasetRegistration.Register"/> does, and seals its test split with that.</summary>
    /// <exception cref="InputException">A field cannot be used, or a data set of this name is being checked.</exception>
    public DatasetCheckRun Register(Actor actor, DatasetDraft draft) => registration.Register(actor, draft, dataset =>
    {
        // Its split file may be that of a sealed one.
        lock (changing)
            if (Of(dataset) is null) Seal(dataset, dataset.Owner);
        audit.Write(actor, AuditActions.DatasetSeal, dataset.Name, "at registration");
    });

    /// <summary>Takes the seal off: what it hid is shown to everybody.</summary>
    /// <exception cref="InputException">It is not sealed, or no reason is given.</exception>
    public void Unseal(Actor actor, string name, string reason)
    {
        reason = VisibleText.Line(reason).Trim();
        rights.Do(actor, Roles.Administrator, AuditActions.DatasetUnseal, name, user =>
        {
            RevealReason.Require(reason);
            lock (changing)
            {
                Dataset dataset = datasets.Find(name) ?? throw DatasetRegistration.Unknown(name);
                DatasetSeal seal = Of(dataset) ?? throw new InputException($"{name}: its test split is not sealed; reload the page");
                TestUnsealing unsealed = new(Now(seal.SealedAt), user.Name, reason);
                Change(seal with { Unsealed = unsealed }, (run, place) =>
                    run.Seals.TryGetValue(place, out TestSeal? kept) ? kept with { Unsealed = unsealed } : null);
            }
        }, reason);
    }

    private void Seal(Dataset dataset, string by)
    {
        if (Of(dataset) is { } known)
            throw new InputException(known.Dataset == dataset.Name
                ? $"{dataset.Name}: its test split is sealed already; reload the page"
                : $"{dataset.Name}: its test split is sealed already, as that of {known.Dataset}");
        DatasetSeal? before = runs.Seals.All.FirstOrDefault(seal => seal.Dataset == dataset.Name);
        DatasetSeal seal = new()
        {
            Dataset = dataset.Name,
            FormerNames = before?.FormerNames ?? [],
            Split = dataset.Split,
            Fingerprints = versions.Fingerprints(dataset),
            SealedAt = Now(before?.Reveals is [.., { } last] ? last.At.AddTicks(1) : default),
            SealedBy = by,
            Reveals = before?.Reveals ?? [],
        };
        Change(seal, (run, place) => SealFiles.Sealed(run, place, seal));
    }

    // A clock that was set back must not make a reveal look like one of an earlier seal.
    private DateTimeOffset Now(DateTimeOffset earliest) => time.GetUtcNow() is var now && now > earliest ? now : earliest;

    private void Change(DatasetSeal seal, Func<Run, string, TestSeal?> change)
    {
        HashSet<string> changed = [];
        HashSet<string> others = [.. datasets.All()
            .Where(other => other.Split == seal.Split || versions.Fingerprints(other).Any(seal.Fingerprints.Contains))
            .Select(other => other.Name)];
        runs.ChangeSeals([], [seal], run =>
        {
            List<string> places = [.. run.Evaluations.Keys.Where(name => others.Contains(name) || seal.IsNamed(name))
                .Select(EvaluationNames.Folder)];
            if (seal.IsOf(run)) places.Add("");
            Run now = run;
            foreach (string place in places)
                if (change(run, place) is { } kept) now = SealFiles.With(now, place, kept);
            if (now != run) changed.Add(run.Id);
            return now;
        });
        foreach (string id in changed)
            if (runs.Find(id) is { } run) SealFiles.Write(run, kept => kept.Dataset is { } name && seal.IsNamed(name));
    }
}
