using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>
/// The ensembles of studies. An ensemble is its folder, so they are looked up there; a member's file is hashed again when its size or time
/// has changed. Thread-safe.
/// </summary>
public sealed class EnsembleLibrary
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, string Hash)> hashes = new(StringComparer.Ordinal);

    /// <summary>The ensembles of a study, by name.</summary>
    /// <param name="study">The study with its runs.</param>
    public IReadOnlyList<FoundEnsemble> Of(StudyRuns study) =>
        study.Study.Plan is null ? [] : [.. EnsembleFolder.All(study.Study.Folder).Select(folder => Of(study, folder))];

    /// <summary>An ensemble; null if there is none of that name.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="name">Its name.</param>
    public FoundEnsemble? Find(StudyRuns study, string name) =>
        study.Study.Plan is not null && EnsembleFolder.IsName(name)
            ? EnsembleFolder.All(study.Study.Folder).Where(folder => folder.Name == name).Select(folder => Of(study, folder))
                .FirstOrDefault()
            : null;

    private FoundEnsemble Of(StudyRuns study, EnsembleFolder folder)
    {
        try
        {
            EnsembleRecord record = EnsembleFile.Read(folder.Record);
            return new FoundEnsemble(folder, record,
                EnsembleChanges.Of(study.Study.Folder, study.Study.Plan!, record, StudyInputs.Finished(study), Hash), []);
        }
        catch (InputException e)
        {
            return new FoundEnsemble(folder, null, [], e.Problems);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return new FoundEnsemble(folder, null, [], [SystemFault.Line(folder.Record, e, "make the file readable")]);
        }
    }

    private string Hash(string path)
    {
        FileInfo file = new(path);
        (long length, DateTime written) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
        if (hashes.TryGetValue(path, out (long Length, DateTime Written, string Hash) kept) && kept.Length == length
            && kept.Written == written) return kept.Hash;
        string hash = MemberFiles.Hash(path, CancellationToken.None);
        if (hashes.Count >= Most) hashes.Clear();
        hashes[path] = (length, written, hash);
        return hash;
    }
}
