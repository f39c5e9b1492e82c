using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Hygiene;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets;

/// <summary>Registers data sets after checking every byte of their files, and checks registered ones again.</summary>
public sealed class DatasetRegistration(Database database, DatasetStore datasets, DatasetCatalog catalog, HygieneStore hygiene,
    DataRoots roots, Rights rights, TimeProvider time)
{
    private const int MostOfOne = 2;

    private readonly StoredValues<CheckedReport> reports = database.Collection<CheckedReport>("dataset_reports");
    private readonly DatasetVersions versions = new(database);
    private readonly ConcurrentDictionary<string, DatasetCheckRun> checks = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock changing = new();

    /// <summary>What is wrong with the fields, by field name.</summary>
    public IReadOnlyDictionary<string, string> Problems(DatasetDraft draft) => draft.Problems(IsTaken);

    /// <summary>Checks a data set in the background and registers it if there is no problem; warnings do not prevent that.</summary>
    /// <exception cref="InputException">A field cannot be used, or a data set of this name is being checked.</exception>
    public DatasetCheckRun Register(Actor actor, DatasetDraft draft) => Register(actor, draft, null);

    internal DatasetCheckRun Register(Actor actor, DatasetDraft draft, Action<Dataset>? registered) => rights.Do(
        actor, Roles.Researcher, AuditActions.DatasetRegister, draft.Name, user =>
        {
            IReadOnlyDictionary<string, string> problems = Problems(draft);
            if (problems.Count > 0) throw new InputException([.. problems.Select(problem => $"{problem.Key}: {problem.Value}")]);
            return Start(new DatasetCheckRun(draft.ToDataset(roots, user.Name, time.GetUtcNow()), registers: true, actor.Name)
            {
                Registered = registered,
            }, actor);
        }, _ => $"{draft.Split} in {draft.Datadir}");

    /// <summary>Checks a registered data set again, in the background.</summary>
    /// <exception cref="InputException">It is already being checked, or is not registered.</exception>
    public DatasetCheckRun Recheck(Actor actor, string name) => rights.Do(
        actor, Roles.Researcher, AuditActions.DatasetCheck, name,
        _ => Start(new DatasetCheckRun(datasets.Find(name) ?? throw Unknown(name), registers: false, actor.Name), actor));

    /// <summary>Checks what a registered data set is to become, in the background.</summary>
    /// <param name="dataset">The registered data set.</param>
    /// <param name="changed">What it is to become.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="apply">Called with the data's fingerprint if there is no problem.</param>
    internal DatasetCheckRun Edit(Dataset dataset, Dataset changed, Actor actor, Action<string?> apply) =>
        Start(new DatasetCheckRun(changed, registers: false, actor.Name) { Replaces = dataset }, actor, apply);

    /// <summary>Changes the list of data sets, one change after another: names stay unique, no check undoes a later change.</summary>
    internal void Alone(Action change)
    {
        lock (changing) change();
    }

    /// <summary>Moves what is known about a data set to its new name.</summary>
    internal void Move(string from, string to)
    {
        CheckedReport? report = reports.Find(from);
        reports.Remove(from);
        if (report is not null) reports.Put(to, report);
        catalog.Forget(from);
        hygiene.Move(from, to);
        checks.TryRemove(from, out _);
    }

    /// <summary>Ends the running check of a data set, without a report.</summary>
    public void StopCheck(Actor actor, string name) =>
        rights.Do(actor, Roles.Researcher, AuditActions.DatasetStopCheck, name, _ => Check(name)?.Stop());

    /// <summary>The check of this data set that is running or ended last since the start; null for none.</summary>
    public DatasetCheckRun? Check(string name) => checks.GetValueOrDefault(name);

    /// <summary>The running checks.</summary>
    public IReadOnlyList<DatasetCheckRun> UnderWay => [.. checks.Values.Where(check => !check.Ended)];

    /// <summary>The result of a registered data set's last check; null if it was never checked.</summary>
    public CheckedReport? Report(string name) => reports.Find(name);

    /// <summary>Registers a data set that needs no check.</summary>
    internal void Put(Dataset dataset)
    {
        datasets.Put(dataset);
        catalog.Summary(dataset, CancellationToken.None);
    }

    /// <summary>Removes a data set from the list, for its owner and administrators; its files and its runs stay.</summary>
    /// <exception cref="InputException">It belongs to somebody else, or is not registered.</exception>
    public void Remove(Actor actor, string name) => rights.Do(
        actor, Roles.Researcher, AuditActions.DatasetRemove, name, user =>
        {
            Dataset dataset = datasets.Find(name) ?? throw Unknown(name);
            if (user.Role != Roles.Administrator && dataset.Owner != user.Name)
                throw rights.Refusal(actor, AuditActions.DatasetRemove, name,
                    $"{name} is {dataset.Owner}'s, so nothing was done; ask them or an administrator to take it off the list");
            Alone(() => datasets.Remove(name));
            catalog.Forget(name);
            reports.Remove(name);
            versions.Remove(name);
            hygiene.Remove(name);
            if (checks.TryRemove(name, out DatasetCheckRun? check)) check.Stop();
        });

    private bool IsTaken(string name) =>
        datasets.All().Any(dataset => string.Equals(dataset.Name, name, StringComparison.OrdinalIgnoreCase));

    internal static InputException Unknown(string name) => new($"{name}: there is no such dataset; reload the page");

    private DatasetCheckRun Start(DatasetCheckRun check, Actor actor, Action<string?>? apply = null)
    {
        string name = check.Replaces?.Name ?? check.Dataset.Name;
        // Each check uses all processors, for minutes.
        if (UnderWay.Count(other => other.By == actor.Name) >= MostOfOne)
            throw new InputException(
                $"{name}: {MostOfOne} checks that you began are under way, which is the most; wait for one of them or stop it");
        checks.AddOrUpdate(name, check, (_, before) => before.Ended
            ? check
            : throw new InputException($"{name}: is being checked already; wait for that or stop it"));
        check.Completion = Task.Run(
            () => check.Run(roots, (dataset, report, found) => Finish(check, dataset, report, found, actor, apply)));
        return check;
    }

    private void Finish(
        DatasetCheckRun check, Dataset real, DatasetReport report, HygieneReport? found, Actor actor, Action<string?>? apply)
    {
        string name = check.Dataset.Name;
        if (check.Replaces is { } old)
        {
            if (report.Problems.Count > 0) return;
            _ = rights.Require(actor, Roles.Researcher, AuditActions.DatasetEdit, old.Name);
            Alone(() => apply!(report.Fingerprint));
            catalog.Summary(datasets.Find(name)!, CancellationToken.None);
        }
        else if (check.Registers)
        {
            if (report.Problems.Count > 0) return;
            // A check takes minutes. The user who started it may have lost the right in the meantime.
            _ = rights.Require(actor, Roles.Researcher, AuditActions.DatasetRegister, name);
            Alone(() =>
            {
                if (IsTaken(name)) throw new InputException($"{name}: there is a dataset of this name by now; choose another");
                datasets.Put(real);
                versions.Put(name, [DatasetVersion.First(real, report.Fingerprint)]);
                check.Registered?.Invoke(real);
            });
            catalog.Summary(real, CancellationToken.None);
        }
        else if (datasets.Find(name) is null)
        {
            return; // It was removed in the meantime.
        }
        reports.Put(name, CheckedReport.Of(report, time.GetUtcNow()));
        if (found is not null && datasets.Find(name) is { } registered) hygiene.Put(registered, found);
    }
}
