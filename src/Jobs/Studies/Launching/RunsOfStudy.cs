using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>The runs of a study that the store knows.</summary>
public static class RunsOfStudy
{
    /// <summary>Those that are not in the trash, in the order in which they were made.</summary>
    /// <param name="runs">All runs.</param>
    /// <param name="study">The study's id: <c>experiment/Study_N</c>.</param>
    public static IReadOnlyList<Run> Of(RunStore runs, string study)
    {
        int slash = study.LastIndexOf('/');
        if (slash < 0) return [];
        (string experiment, string name) = (study[..slash], study[(slash + 1)..]);
        return [.. runs.All.Where(run => run.Study?.Study == name && run.Trashed is null && run.Experiment == experiment)
            .OrderBy(run => run.Key)];
    }
}
