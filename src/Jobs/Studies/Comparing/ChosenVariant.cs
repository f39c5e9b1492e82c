using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>A variant that is compared.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Name">What pages call it: as short as tells it from the others.</param>
/// <param name="Study">Its study, which has a plan.</param>
/// <param name="Settings">The settings of its runs, but for fold and seed.</param>
public sealed record ChosenVariant(VariantAddress Address, string Name, StudyRuns Study, RunSettings Settings)
{
    /// <summary>Its runs.</summary>
    public IReadOnlyList<PlannedRun> Runs => [.. Study.Planned.Where(run => NameOf(Study.Study.Plan!, run) == Address.Variant)];

    /// <summary>The variant of a run: in a learning curve its size.</summary>
    public static string NameOf(StudyPlan plan, PlannedRun run) =>
        plan.Folds is CurveFolds curve ? curve.NameOf(run.Plan.Fold!.Value) : run.Plan.Variant;
}
