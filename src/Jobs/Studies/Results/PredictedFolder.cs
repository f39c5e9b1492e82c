using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>A finished run of a study, whose predictions are read.</summary>
/// <param name="Variant">Its variant, as the plan names it.</param>
/// <param name="Fold">Its fold; null in a study without any.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Folder">Its folder.</param>
public sealed record PredictedFolder(string Variant, int? Fold, long Seed, RunFolder Folder);
