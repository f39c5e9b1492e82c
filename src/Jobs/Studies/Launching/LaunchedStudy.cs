using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>A study after a launch.</summary>
/// <param name="Id">Its id: <c>experiment/Study_N</c>.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Runs">The runs that were made and queued.</param>
/// <param name="Again">The runs that were there and were queued again.</param>
/// <param name="Warnings">What the user should know, a line each.</param>
public sealed record LaunchedStudy(
    string Id, StudyPlan Plan, IReadOnlyList<Run> Runs, IReadOnlyList<Run> Again, IReadOnlyList<string> Warnings);
