using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Runs with the same settings but the seed.</summary>
/// <param name="Title">What the settings are called.</param>
/// <param name="Runs">One run per seed.</param>
public sealed record SettingsRuns(string Title, IReadOnlyList<PairedRun> Runs);

/// <summary>Two settings compared over their seeds.</summary>
/// <param name="First">What the first settings are called.</param>
/// <param name="Second">What those that they are compared with are called.</param>
/// <param name="FirstSeeds">How many runs the first have.</param>
/// <param name="SecondSeeds">How many runs the second have.</param>
/// <param name="Seeds">The comparison; null where there is none.</param>
/// <param name="Adjusted">Its p-value, adjusted by Holm for all settings that are compared.</param>
/// <param name="Undefined">Why there is none.</param>
public sealed record SettingsPair(
    string First, string Second, int FirstSeeds, int SecondSeeds, SeedComparison? Seeds, double? Adjusted, string? Undefined)
{
    /// <summary>Compares settings with those of the reference.</summary>
    /// <param name="reference">The settings that all others are compared with.</param>
    /// <param name="others">The others.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="patients">Patient of every exam; null if patients are unknown.</param>
    /// <param name="options">The metric and the number of resamples.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<SettingsPair> Of(SettingsRuns reference, IReadOnlyList<SettingsRuns> others, string split,
        IReadOnlyDictionary<string, string>? patients, ComparisonOptions options, IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        SettingsPair[] pairs = [.. others.Select(Compare)];
        double?[] adjusted = Holm.Adjust([.. pairs.Select(pair => pair.Seeds?.P)]);
        return [.. pairs.Select((pair, i) => pair with { Adjusted = adjusted[i] })];

        SettingsPair Compare(SettingsRuns other)
        {
            SettingsPair pair = new(other.Title, reference.Title, other.Runs.Count, reference.Runs.Count, null, null, null);
            try
            {
                return pair with
                {
                    Seeds = SeedComparison.Of(other.Runs, reference.Runs, split, patients, options, progress, cancellation),
                };
            }
            catch (InputException e)
            {
                return pair with { Undefined = e.Problems[0] };
            }
        }
    }
}
