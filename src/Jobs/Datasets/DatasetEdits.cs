using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets;

/// <summary>
/// Changes registered data sets, for their owners and administrators. A new name applies at once; anything that results depend on is
/// checked first and makes a version.
/// </summary>
public sealed class DatasetEdits(
    DatasetStore datasets, DatasetVersions versions, DatasetRegistration registration, ExamRemarks remarks, DataRoots roots, RunStore runs,
    Rights rights, TimeProvider time)
{
    /// <summary>A data set as the form shows it.</summary>
    public static DatasetDraft Draft(Dataset dataset) => new()
    {
        Name = dataset.Name,
        Split = dataset.Split,
        Datadir = dataset.Datadir,
        ClassNames = string.Join(", ", dataset.ClassNames),
        Modality = dataset.Modality,
        Strip = dataset.Strip,
        Patients = dataset.Patients ?? "",
    };

    /// <summary>What is wrong with the fields, by field name.</summary>
    public IReadOnlyDictionary<string, string> Problems(Dataset dataset, DatasetDraft draft)
    {
        Dictionary<string, string> problems = new(draft.Problems(name => IsTaken(name, dataset.Name)));
        if (dataset.Name == PhantomOffer.Name && draft.Name != dataset.Name)
            problems[nameof(draft.Name)] = "The phantom dataset keeps its name";
        else if (draft.Name != dataset.Name && Evaluated(dataset.Name))
            problems[nameof(draft.Name)] = "An evaluation on it is queued or running; rename it afterwards";
        return problems;
    }

    /// <summary>The runs that were launched on a data set, the newest first.</summary>
    public IReadOnlyList<Run> Runs(string name) =>
        [.. runs.All.Where(run => run.Dataset == name && run.Trashed is null).OrderByDescending(run => run.Created)];

    /// <summary>What a change would do, in a sentence or two.</summary>
    public string Effect(Dataset dataset, DatasetDraft draft)
    {
        IReadOnlyList<DatasetVersion> all = versions.Of(dataset);
        int used = Runs(dataset.Name).Count;
        if (Difference(dataset, draft) is not null)
        {
            string renamed = draft.Name == dataset.Name ? "" : $" It is then called {draft.Name}.";
            return $"This makes version {all[^1].Number + 1}, after all frames are checked again."
                + (used == 0 ? "" : " Runs on earlier versions keep their results and stay comparable among themselves only.") + renamed;
        }
        return draft.Name == dataset.Name ? "Nothing has changed."
            : used == 0 ? "Only the name changes."
            : $"Renaming keeps its {used} {(used == 1 ? "run" : "runs")}.";
    }

    /// <summary>Changes a data set; a change of anything but the name begins a check, which is returned.</summary>
    /// <param name="actor">Who changes it.</param>
    /// <param name="shown">The data set as its form showed it: what somebody else has changed since is not changed back.</param>
    /// <param name="draft">What it is to become.</param>
    /// <exception cref="InputException">
    /// A field cannot be used, or the data set is somebody else's, was changed in the meantime, or is being checked.
    /// </exception>
    public DatasetCheckRun? Edit(Actor actor, DatasetDraft shown, DatasetDraft draft) => rights.Do(
        actor, Roles.Researcher, AuditActions.DatasetEdit, shown.Name, user =>
        {
            string name = shown.Name;
            Dataset dataset = datasets.Find(name) ?? throw DatasetRegistration.Unknown(name);
            if (user.Role != Roles.Administrator && dataset.Owner != user.Name)
                throw rights.Refusal(actor, AuditActions.DatasetEdit, name,
                    $"{name} is {dataset.Owner}'s, so nothing was done; ask them or an administrator to change it");
            if (Draft(dataset) != shown)
                throw new InputException($"{name}: has been changed since you opened this form; reload the page to see how");
            // Its place stays: other files are another data set.
            draft = draft with { Split = dataset.Split, Datadir = dataset.Datadir };
            IReadOnlyDictionary<string, string> problems = Problems(dataset, draft);
            if (problems.Count > 0) throw new InputException([.. problems.Select(problem => $"{problem.Key}: {problem.Value}")]);
            string? difference = Difference(dataset, draft);
            if (difference is null && draft.Name == name) throw new InputException($"{name}: nothing has changed");
            Dataset changed = draft.ToDataset(roots, dataset.Owner, dataset.Registered) with
            {
                Split = dataset.Split,
                Datadir = dataset.Datadir,
            };
            if (difference is not null)
                return registration.Edit(
                    dataset, changed, actor, fingerprint => Apply(dataset, changed, difference, fingerprint, user.Name));
            // What the check finds is kept under the present name.
            if (registration.Check(name) is { Ended: false })
                throw new InputException($"{name}: is being checked; wait for that, or stop it, before renaming");
            registration.Alone(() => Apply(dataset, changed, null, null, user.Name));
            return null;
        }, _ => draft.Name == shown.Name ? null : $"renamed to {draft.Name}");

    private static string? Difference(Dataset dataset, DatasetDraft draft) => DatasetVersion.First(dataset, null).Difference(dataset with
    {
        ClassNames = draft.Names(),
        Modality = draft.Modality,
        Strip = draft.Strip,
        Patients = string.IsNullOrWhiteSpace(draft.Patients) ? null : draft.Patients.Trim(),
    });

    private void Apply(Dataset old, Dataset changed, string? difference, string? fingerprint, string by)
    {
        // Somebody may have changed it, or taken its new name, while the data was checked.
        if (datasets.Find(old.Name) is not { } now || Draft(now) != Draft(old) || now.Registered != old.Registered)
            throw new InputException($"{old.Name}: has been changed or removed in the meantime; reload the page");
        if (IsTaken(changed.Name, old.Name)) throw new InputException($"{changed.Name}: there is a dataset of this name; choose another");
        IReadOnlyList<DatasetVersion> all = versions.Of(old);
        if (difference is not null)
            all = [.. all, DatasetVersion.Of(changed, all[^1].Number + 1, fingerprint, time.GetUtcNow(), by, difference)];
        // The old name goes first: the database takes names that differ in case only for one.
        DatasetSeal[] sealedOnes = [.. runs.Seals.All.Where(seal => seal.Dataset == old.Name)];
        runs.ChangeSeals(
            changed.Name == old.Name ? [] : sealedOnes, [.. sealedOnes.Select(seal => Of(seal, old.Name, changed.Name, fingerprint))],
            run => changed.Name != old.Name && run.Dataset == old.Name ? run with { Dataset = changed.Name } : run,
            [
                datasets.Removing(old.Name), versions.Removing(old.Name), datasets.Putting(changed), versions.Putting(changed.Name, all),
                .. changed.Name == old.Name ? [] : new[] { remarks.Moving(old.Name, changed.Name) },
            ]);
        if (changed.Name != old.Name) registration.Move(old.Name, changed.Name);
    }

    private static DatasetSeal Of(DatasetSeal seal, string old, string name, string? fingerprint) => seal with
    {
        Dataset = name,
        FormerNames = name == old ? seal.FormerNames : [.. seal.FormerNames, old],
        Fingerprints = fingerprint is null ? seal.Fingerprints : [.. seal.Fingerprints.Append(fingerprint).Distinct()],
    };

    private bool IsTaken(string name, string own) => !string.Equals(name, own, StringComparison.OrdinalIgnoreCase)
        && datasets.All().Any(dataset => string.Equals(dataset.Name, name, StringComparison.OrdinalIgnoreCase));

    private bool Evaluated(string name) => runs.All.Any(run =>
        run.Evaluations.TryGetValue(name, out OtherEvaluation? evaluation) && !evaluation.Status.IsFinal());
}
