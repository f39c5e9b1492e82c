using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>
/// The runs of a study, from the store: a run's settings.json says which run of which study it is, so no folder is read here.
/// </summary>
public sealed class StudyRuns
{
    private StudyRuns(FoundStudy study, IReadOnlyList<PlannedRun> planned, IReadOnlyList<Run> others) =>
        (Study, Planned, Others) = (study, planned, others);

    /// <summary>The study.</summary>
    public FoundStudy Study { get; }

    /// <summary>The runs of its plan, in its order.</summary>
    public IReadOnlyList<PlannedRun> Planned { get; }

    /// <summary>Runs that name the study but are not in its plan, which was edited or cannot be read.</summary>
    public IReadOnlyList<Run> Others { get; }

    /// <summary>All runs of the store that name the study.</summary>
    public IEnumerable<Run> All => Planned.SelectMany(run => run.Found).Concat(Others);

    /// <summary>How many have results.</summary>
    public int Finished => Planned.Count(run => run.IsFinished);

    /// <summary>How many failed.</summary>
    public int Failed => Planned.Count(run => run.IsFailed);

    /// <summary>How many have a trainer now.</summary>
    public int Active => Planned.Count(run => run.Run?.Status.IsActive() == true);

    /// <summary>How many wait for a device.</summary>
    public int Waiting => Planned.Count(run => run.Run is { Status: RunStatus.Queued, PausedBy: null });

    /// <summary>How many somebody has paused.</summary>
    public int Paused => Planned.Count(run => run.Run is { Status: RunStatus.Queued, PausedBy: not null } && !run.IsHeldBySearch);

    /// <summary>How many the search of the study holds.</summary>
    public int Held => Planned.Count(run => run.IsHeldBySearch);

    /// <summary>How many have no folder: they were not launched, or their folders were deleted.</summary>
    public int NotMade => Planned.Count(run => run.Found.Count == 0);

    /// <summary>How many were stopped by somebody.</summary>
    public int Stopped => Planned.Count(run => run.Run is { Status: RunStatus.Stopped, Missing: false });

    /// <summary>Those that several folders claim to be.</summary>
    public IEnumerable<PlannedRun> Doubled => Planned.Where(run => run.Found.Count > 1);

    /// <summary>The runs of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="runs">The runs of the store.</param>
    public static StudyRuns Of(FoundStudy study, IEnumerable<Run> runs)
    {
        string folder = study.ExperimentFolder;
        Run[] own = [.. runs.Where(run => run.Trashed is null && Is(run, study.Name, folder)).OrderBy(run => run.Key)];
        ILookup<(string, int?, long), Run> made = own.ToLookup(run => (run.Study!.Variant, run.Study.Fold, run.Settings.Seed));
        PlannedRun[] planned = [.. study.Runs.Select(run =>
            new PlannedRun(run, [.. made[(VisibleText.Line(run.Variant), run.Fold, run.Seed)]]))];
        HashSet<string> known = [.. planned.SelectMany(run => run.Found).Select(run => run.Id)];
        return new StudyRuns(study, planned, [.. own.Where(run => !known.Contains(run.Id))]);
    }

    /// <summary>Whether a run says that it belongs to the study.</summary>
    public static bool Is(Run run, FoundStudy study) => Is(run, study.Name, study.ExperimentFolder);

    // A run's folder is beside the study's.
    private static bool Is(Run run, string name, string experimentFolder) =>
        run.Study?.Study == name && Path.GetDirectoryName(run.Folder) == experimentFolder;
}
