using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>What a study is, in words.</summary>
public static class PlanWords
{
    /// <summary>The names of the settings in which its variants differ, in the order of the settings.</summary>
    public static IReadOnlyList<string> Varied(StudyPlan plan)
    {
        JsonObject common = SettingsFile.ToJson(plan.Settings);
        HashSet<string> named = [.. plan.Variants.SelectMany(variant => variant.Settings).Select(setting => setting.Key)];
        return [.. SettingsFile.Names.Keys.Where(named.Contains).Where(name =>
            plan.Variants.Select(variant => Text(name, variant, common)).Distinct().Skip(1).Any())];
    }

    /// <summary>A setting of each variant, as people write it.</summary>
    public static IReadOnlyList<string> Values(StudyPlan plan, string name)
    {
        JsonObject common = SettingsFile.ToJson(plan.Settings);
        return [.. plan.Variants.Select(variant => Text(name, variant, common))];
    }

    /// <summary>What it repeats its runs over.</summary>
    public static string Folds(StudyPlan plan) => plan.Folds switch
    {
        null => "none: all runs have the split of the dataset",
        PatientFolds patients => $"{patients.Count} by patient",
        CurveFolds curve => $"learning curve: {string.Join(", ", curve.Shares.Select(Percent))} of the training patients",
        { } files => $"{files.Count} ready-made files",
    };

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Text(string name, StudyVariant variant, JsonObject common) =>
        SettingsDifference.Text(name, variant.Settings.ContainsKey(name) ? variant.Settings[name] : common[name]);
}
