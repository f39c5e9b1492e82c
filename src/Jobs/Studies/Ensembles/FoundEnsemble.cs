using Angioboard.Core.Studies.Ensembles;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>An ensemble in a study's folder, as far as it can be read.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Record">What it is made of; null if ensemble.json cannot be read.</param>
/// <param name="Changes">What has changed since it was made, a line each; not empty if it is out of date.</param>
/// <param name="Problems">Why it cannot be read, a line each. The lines name paths of this machine.</param>
public sealed record FoundEnsemble(
    EnsembleFolder Folder, EnsembleRecord? Record, IReadOnlyList<string> Changes, IReadOnlyList<string> Problems)
{
    /// <summary>Its name.</summary>
    public string Name => Folder.Name;
}
