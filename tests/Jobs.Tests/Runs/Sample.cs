using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Runs;

/// <summary>Invented runs for lists.</summary>
internal static class Sample
{
    public static Run Run(int key, string experiment = "demo", double? auc = null, double? loss = null, string? data = "d1",
        Func<RunSettings, RunSettings>? settings = null)
    {
        Run run = RunStoreTests.Sample($"{experiment}/Train_{key}", key);
        RunSettings changed = settings is null ? run.Settings : settings(run.Settings);
        Dictionary<string, BestValue> best = [];
        if (auc is { } a) best["val_auc_ovr_macro"] = new(a, key);
        if (loss is { } l) best["val_loss"] = new(l, key);
        return run with { Fingerprint = data, Created = run.Created.AddHours(key), Best = best, Settings = changed,
            SettingsHash = SettingsHash.Of(changed) };
    }

    public static Run With(this Run run, string split, string metric, double value) =>
        run with { Splits =
            new Dictionary<string, IReadOnlyDictionary<string, double?>> { [split] =
                new Dictionary<string, double?> { [metric] = value } } };

    public static int[] Keys(this RunRows result) => [.. result.Runs.Select(run => run.Key)];
}
