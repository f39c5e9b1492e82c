using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>What a request has launched of a study.</summary>
/// <param name="Study">The study's id.</param>
/// <param name="Runs">The runs that were made.</param>
/// <param name="Again">The runs that were queued again.</param>
/// <param name="Warnings">What the user should know, a line each.</param>
internal sealed record LaunchedRuns(string Study, IReadOnlyList<Run> Runs, IReadOnlyList<Run> Again, IReadOnlyList<string> Warnings)
{
    /// <summary>What was launched just now.</summary>
    public static LaunchedRuns Of(LaunchedStudy launched) => new(launched.Id, launched.Runs, launched.Again, launched.Warnings);

    /// <summary>What an equal request has launched before.</summary>
    public static LaunchedRuns Before(IReadOnlyList<Run> runs) => new(
        $"{runs[0].Experiment}/{runs[0].Study?.Study}", runs, [], []);
}
