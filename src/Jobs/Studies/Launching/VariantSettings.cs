using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>The settings of a study's variants.</summary>
internal static class VariantSettings
{
    /// <summary>The settings of each variant of a valid plan, on the plan's own split file.</summary>
    public static IReadOnlyList<RunSettings> Of(StudyPlan plan) =>
        [.. plan.Variants.Select(variant => SettingsFile.Combine(SettingsFile.ToJson(plan.Settings), variant.Settings))];
}
