using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>
/// Makes studies, adds to them, and queues the runs that they lack. Each launch is all or nothing, with the study's folder: whenever the
/// dashboard is killed, either all runs are queued, or the next start removes what was made of them.
/// </summary>
public sealed class StudyLauncher
{
    private readonly RunStore runs;
    private readonly RunControl control;
    private readonly Rights rights;
    private readonly Scheduler scheduler;
    private readonly LaunchPreflight preflight;
    private readonly LaunchCheck check;
    private readonly RunMaker maker;
    private readonly QueueQuota quota;
    private readonly StudyPaths paths;
    private readonly StudyLibrary library;
    private readonly TimeProvider time;
    private readonly Lock dividing = new();

    internal StudyLauncher(
        RunStore runs, RunControl control, Rights rights, Scheduler scheduler, LaunchPreflight preflight, LaunchCheck check,
        RunMaker maker, QueueQuota quota, StudyPaths paths, StudyLibrary library, TimeProvider time)
    {
        (this.runs, this.control, this.rights, this.scheduler, this.preflight) = (runs, control, rights, scheduler, preflight);
        (this.check, this.maker, this.quota, this.paths, this.library, this.time) = (check, maker, quota, paths, library, time);
    }

    /// <summary>Makes a study and queues all its runs.</summary>
    /// <exception cref="InputException">Something about it cannot be used; nothing was made.</exception>
    public Task<LaunchedStudy> MakeAsync(Actor actor, StudyLaunch launch, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.StudyLaunch, launch.Experiment,
            user => MakeAsync(launch, user, actor.Kind == ActorKind.Account, cancellation), Words), cancellation);

    /// <summary>Makes and queues the runs of a study that have no folder.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="id">The study.</param>
    /// <param name="again">Whether runs that failed, diverged or were stopped are queued again too, from their last checkpoint.</param>
    /// <param name="mark">What marks a program's request.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="StudyHeldException">Another process trains or changes it.</exception>
    /// <exception cref="InputException">The study cannot be used, or there is nothing to launch.</exception>
    public Task<LaunchedStudy> LaunchAsync(
        Actor actor, string id, bool again, RequestMark? mark, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.StudyLaunch, id,
            user => LaunchAsync(actor, id, user, again, mark, cancellation), Words), cancellation);

    /// <summary>Adds to a study, and queues the runs that it then lacks. What is there stays.</summary>
    /// <exception cref="StudyHeldException">Another process trains or changes it.</exception>
    /// <exception cref="InputException">Something about it cannot be used; nothing was added.</exception>
    public Task<LaunchedStudy> AddAsync(
        Actor actor, string id, StudyAddition addition, RequestMark? mark, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.StudyAdd, id,
            user => AddAsync(id, addition, user, actor.Kind == ActorKind.Account, mark, cancellation), Words), cancellation);

    private async Task<LaunchedStudy> MakeAsync(StudyLaunch launch, User user, bool inBrowser, CancellationToken cancellation)
    {
        bool administrator = user.Role == Roles.Administrator;
        LaunchRequest request = LaunchCheck.Plain(launch.Runs);
        StudyRequest asked = launch.Study;
        check.RefuseShape(request with { Settings = [asked.Settings] });
        if (inBrowser) asked = asked with { Settings = paths.Within(asked with { Variants = [], Folds = null }, administrator).Settings };
        check.Refuse([asked.Settings]);
        StudyPlan plan = StudyPlanning.Plan(asked, user.Name, time.GetUtcNow());
        if (inBrowser)
        {
            asked = paths.Within(asked with { Settings = plan.Settings, Variants = plan.Variants }, administrator);
            plan = plan with { Variants = asked.Variants, Folds = asked.Folds };
        }
        plan = plan with { Name = request.Name, Note = request.Note, Tags = request.Tags };
        RunSettings[] variants = [.. VariantSettings.Of(plan)];
        check.Refuse(variants);
        check.RefuseShape(request with { Settings = variants }, StudyPlan.MostRuns);
        FoldSet? folds = Divide(plan, cancellation);
        FoldCheck.RequireBatches(variants, folds);
        await preflight.RequireAsync(variants, cancellation);
        // That takes seconds, in which the dataset may have been edited.
        check.RefuseShape(request with { Settings = variants }, StudyPlan.MostRuns);
        int count = (int)plan.Size.Runs;
        lock (scheduler.Intake)
        {
            if (inBrowser) quota.RequireLaunch(user.Name, count);
            StudyDirectory study = null!;
            IReadOnlyList<Run> made = maker.Make(request, user.Name, count, (intent, note) =>
            {
                study = StudyDirectory.Create(intent.Folder, plan, folds, LaunchIntents.StageOfStudy(intent),
                    fresh => (note with { Dataset = request.Dataset }).Write(new RunFolder(fresh)));
                return Drafts(study, study.Plan.Runs(FoldsOf(study)));
            });
            return new LaunchedStudy(StudyLibrary.IdOf(study), study.Plan, made, [], Warnings(variants, folds));
        }
    }

    private async Task<LaunchedStudy> LaunchAsync(
        Actor actor, string id, User user, bool again, RequestMark? mark, CancellationToken cancellation)
    {
        LaunchedStudy launched = await ChangeAsync(id, user, actor.Kind == ActorKind.Account, mark, plan => plan, [], cancellation);
        List<Run> resumed = [];
        List<string> warnings = [.. launched.Warnings];
        foreach (Run run in again ? Ended(id) : [])
        {
            try
            {
                await control.ResumeAsync(actor, run.Id, cancellation);
                resumed.Add(runs.Find(run.Id) ?? run);
            }
            catch (InputException e) when (e is not NotAllowedException)
            {
                warnings.AddRange(e.Problems);
            }
        }
        if (launched.Runs.Count == 0 && resumed.Count == 0)
            throw new InputException(warnings.Count > 0 ? warnings
                : [$"{id}: no run is missing{(again ? " or failed" : "")}, so there is nothing to launch"]);
        return launched with { Again = resumed, Warnings = warnings };
    }

    private Task<LaunchedStudy> AddAsync(
        string id, StudyAddition addition, User user, bool inBrowser, RequestMark? mark, CancellationToken cancellation)
    {
        if (addition.Variants.Count == 0 && addition.Seeds.Count == 0 && addition.FoldFiles.Count == 0)
            throw new InputException($"{id}: there is nothing to add; give seeds, variants or fold files");
        bool administrator = user.Role == Roles.Administrator;
        IReadOnlyList<string> files = inBrowser ? paths.Within(addition.FoldFiles, administrator) : addition.FoldFiles;
        return ChangeAsync(id, user, inBrowser, mark, plan =>
        {
            // Only what is valid has paths to look at.
            IReadOnlyList<StudyVariant> more = plan.With(StudyPlanning.Renamed(addition.Variants, plan)).Variants;
            StudyVariant[] added = [.. more.Skip(plan.Variants.Count)];
            if (inBrowser) added = [.. added.Select(variant => paths.Within(variant, plan.Settings, administrator))];
            return plan.With(added, addition.Seeds, files);
        }, files, cancellation);
    }

    private async Task<LaunchedStudy> ChangeAsync(
        string id, User user, bool inBrowser, RequestMark? mark, Func<StudyPlan, StudyPlan> change, IReadOnlyList<string> files,
        CancellationToken cancellation)
    {
        string path = library.OpenOwn(id).Path;
        // Nobody else may make its runs or change its plan meanwhile: not this dashboard, and no terminal.
        using RunLock held = await TakeAsync(path, cancellation);
        StudyDirectory study = library.OpenOwn(id);
        StudyPlan before = study.Plan, after = change(before);
        if (inBrowser) paths.Require(after, user.Role == Roles.Administrator);
        RunSettings[] variants = [.. VariantSettings.Of(after)];
        check.Refuse(variants);
        FoldSet? folds = files.Count > 0 ? Divide(after, cancellation) : null;
        LaunchRequest request = RequestOf(study, mark);
        check.RefuseShape(request with { Settings = variants }, StudyPlan.MostRuns);
        await preflight.RequireAsync(variants, cancellation);
        lock (scheduler.Intake)
        {
            HashSet<int> there = [.. study.Cells().Where(cell => cell.Folder is not null).Select(cell => cell.Run.Number)];
            int missing = (int)after.Size.Runs - there.Count;
            if (missing == 0) return new LaunchedStudy(id, before, [], [], []);
            if (inBrowser) quota.RequireLaunch(user.Name, missing);
            IReadOnlyList<Run> launched = maker.Make(request, user.Name, missing, (_, _) =>
            {
                if (!ReferenceEquals(before, after)) study.Change(after, folds);
                return Drafts(study, study.Plan.Runs(FoldsOf(study)).Where(run => !there.Contains(run.Number)));
            }, ReferenceEquals(before, after) ? null : ChangeOf(study, after, folds));
            return new LaunchedStudy(id, study.Plan, launched, [], [.. Warnings(variants, folds), .. Paused(id)]);
        }
    }

    private IEnumerable<string> Paused(string id)
    {
        int paused = RunsOfStudy.Of(runs, id).Count(run => run.IsPausedByHand);
        if (paused > 0)
            yield return $"{paused} {(paused == 1 ? "run of the study is" : "runs of the study are")} paused, and the new ones are not";
    }

    /// <summary>Takes the folder of a study that is to be changed.</summary>
    /// <exception cref="StudyHeldException">Another process trains or changes it.</exception>
    internal static async Task<RunLock> TakeAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await RunLock.TakeAsync(new RunFolder(path), TimeProvider.System, cancellation);
        }
        catch (HeldException e)
        {
            throw new StudyHeldException(e);
        }
    }

    // As the first runs were: study.json says so, and of older studies launch.json.
    private static LaunchRequest RequestOf(StudyDirectory study, RequestMark? mark)
    {
        StudyPlan plan = study.Plan;
        LaunchNote? older = plan is { Name: null, Note: "", Tags: [] } ? LaunchNote.Read(study.Path) : null;
        return LaunchCheck.Plain(new LaunchRequest
        {
            Settings = [], Experiment = Path.GetFileName(study.Experiment), Name = older?.Name ?? plan.Name,
            Note = older?.Note ?? plan.Note, Tags = older?.Tags ?? plan.Tags, Mark = mark,
        });
    }

    private static StudyChange ChangeOf(StudyDirectory study, StudyPlan after, FoldSet? folds)
    {
        int had = study.Plan.Folds?.Count ?? 0;
        return new StudyChange(study.Name, StudyPlanFile.Text(study.Plan), StudyPlanFile.Text(StudyDirectory.Hashed(after, folds)),
            folds is null ? [] : [.. folds.Folds.Skip(had).Select(fold =>
                Path.Combine(Path.GetFileName(study.Folds), fold.FileName))]);
    }

    private FoldSet? Divide(StudyPlan plan, CancellationToken cancellation)
    {
        // One at a time: reading a large file takes several times its size in memory.
        lock (dividing) return StudyPlanning.Divide(plan, cancellation);
    }

    private List<RunDraft> Drafts(StudyDirectory study, IEnumerable<StudyRun> missing)
    {
        StudyPlan plan = study.Plan;
        RunSettings whole = check.Resolve(plan.Settings);
        Dictionary<string, byte[]> splits = [];
        List<RunDraft> drafts = [];
        foreach (StudyRun run in missing)
        {
            RunSettings settings = check.Resolve(run.Settings);
            if (!splits.TryGetValue(settings.Split!, out byte[]? split))
                splits[settings.Split!] = split = SplitCopy.Read(settings.Split!, settings.NumClasses!.Value);
            drafts.Add(new RunDraft(settings, split)
            {
                Name = VisibleText.ShortLine(run.Words, TextLimits.Name),
                Study = new StudyPlace(study.Name, run.Variant, run.Fold),
                Whole = plan.Folds is PatientFolds or CurveFolds ? whole : null,
                HasTestOfDataset = plan.Folds is null or CurveFolds,
            });
        }
        return drafts;
    }

    private Run[] Ended(string id) =>
        [.. RunsOfStudy.Of(runs, id).Where(run => run.Status is RunStatus.Failed or RunStatus.Diverged or RunStatus.Stopped)];

    private string[] Warnings(RunSettings[] variants, FoldSet? folds) => [.. folds?.Warnings ?? [], .. preflight.Warnings(variants)];

    private static string? FoldsOf(StudyDirectory study) => study.Plan.Folds is null ? null : study.Folds;

    private static string Words(LaunchedStudy launched) => string.Create(CultureInfo.InvariantCulture,
        $"{launched.Id}: {launched.Runs.Count} runs made{(launched.Again.Count > 0 ? $", {launched.Again.Count} queued again" : "")}");
}
