using System.Globalization;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies;

/// <summary>A run of a study.</summary>
/// <param name="Number">Its place in the study's list of runs, from 0; what is added later does not change it.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="Fold">The fold's number, from 0; null in a study without folds.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Settings">Its settings.</param>
public sealed record StudyRun(int Number, string Variant, int? Fold, long Seed, RunSettings Settings)
{
    /// <summary>What messages call it: <c>max_frames=12, fold 0, seed 42</c>.</summary>
    public string Words =>
        string.Create(CultureInfo.InvariantCulture, $"{Variant}{(Fold is { } fold ? $", fold {fold}" : "")}, seed {Seed}");
}
