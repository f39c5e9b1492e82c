using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>
/// The studies in the results folder. A study is its folder, so they are looked up there; a plan is read again when its file has changed.
/// Thread-safe.
/// </summary>
public sealed class StudyLibrary(AngioboardOptions options)
{
    /// <summary>The most studies of a list.</summary>
    public const int Most = 500;

    // An experiment may be a link, as for runs; a study may not.
    private static readonly EnumerationOptions experiments = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
    private static readonly EnumerationOptions studies =
        new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, FoundStudy Study)> known = new(StringComparer.Ordinal);

    /// <summary>The studies, the newest first; of more than <see cref="Most"/>, those whose plans were written last.</summary>
    public IReadOnlyList<FoundStudy> All()
    {
        (string Folder, DateTime Written)[] newest = [.. Folders().Select(folder => (folder, File.GetLastWriteTimeUtc(PlanOf(folder))))
            .OrderByDescending(found => found.Item2).Take(Most)];
        HashSet<string> there = [.. newest.Select(found => found.Folder)];
        foreach (string gone in known.Keys.Where(folder => !there.Contains(folder))) known.TryRemove(gone, out _);
        return [.. newest.Select(found => Of(found.Folder)).OfType<FoundStudy>().OrderByDescending(study => study.Created)];
    }

    /// <summary>The ids of all studies, in order.</summary>
    public IReadOnlyList<string> Ids() => [.. Folders().Select(IdOf).Order(StringComparer.Ordinal)];

    /// <summary>A study; null if there is no such folder.</summary>
    /// <param name="experiment">The experiment, as an address names it.</param>
    /// <param name="name">The study's name.</param>
    public FoundStudy? Find(string experiment, string name) => IsFolderName(experiment) && StudyPlace.IsStudy(name)
        ? Of(Path.Combine(options.Results, experiment, name))
        : null;

    /// <summary>A study by its id, <c>experiment/Study_N</c>; null if there is no such folder.</summary>
    public FoundStudy? Find(string id) => id.Split('/') is [{ } experiment, { } name] ? Find(experiment, name) : null;

    /// <summary>The id of a study: <c>experiment/Study_N</c>.</summary>
    public static string IdOf(StudyDirectory study) => IdOf(study.Path);

    /// <summary>Opens a study, and checks its plan and its folds.</summary>
    /// <exception cref="InputException">There is none, or it was edited.</exception>
    public StudyDirectory Open(string id) => StudyDirectory.Open(Require(id).Folder);

    /// <summary>Opens a study that the dashboard may write to.</summary>
    /// <exception cref="InputException">There is none, it was edited, or it is another user's.</exception>
    internal StudyDirectory OpenOwn(string id)
    {
        string folder = Require(id).Folder;
        return RunImport.OtherUser(folder) is { } user
            ? throw new InputException($"{id}: its folder belongs to {SystemUsers.Name(user)}, and only that user can add to it: "
                + $"angioboard study run {folder}")
            : StudyDirectory.Open(folder);
    }

    private FoundStudy Require(string id) => Find(id)
        ?? throw new InputException($"{id}: there is no such study; its folder may have been moved or deleted");

    private IEnumerable<string> Folders() => Directory.Exists(options.Results)
        ? Directory.EnumerateDirectories(options.Results, "*", experiments)
            .Where(experiment => IsFolderName(Path.GetFileName(experiment)))
            .SelectMany(experiment => Directory.EnumerateDirectories(experiment, "Study_*", studies))
            .Where(folder => StudyPlace.IsStudy(Path.GetFileName(folder)))
        : [];

    // Names that begin with a dot are of folders that are being made.
    private static bool IsFolderName(string name) => name.Length > 0 && name[0] != '.' && !name.Contains('/') && !name.Contains('\0');

    private static string IdOf(string folder) => $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";

    private static string PlanOf(string folder) => Path.Combine(folder, StudyPlanFile.Name);

    private FoundStudy? Of(string folder)
    {
        // A link is no study of this folder.
        if (FileStatus.Of(folder) is not { Kind: FileKind.Folder } status) return null;
        if (!FolderOwners.IsTrusted(status.Owner)) FolderOwners.Expect(folder, status.Owner);
        FileInfo plan = new(PlanOf(folder));
        (long length, DateTime written) = plan.Exists ? (plan.Length, plan.LastWriteTimeUtc) : (-1, default);
        if (known.TryGetValue(folder, out (long Length, DateTime Written, FoundStudy Study) kept) && kept.Length == length
            && kept.Written == written) return kept.Study;
        FoundStudy study = Read(folder, plan.Exists ? written : Directory.GetLastWriteTimeUtc(folder));
        if (known.Count >= 2 * Most) known.Clear();
        known[folder] = (length, written, study);
        return study;
    }

    private static FoundStudy Read(string folder, DateTime written)
    {
        FoundStudy study = new()
        {
            Experiment = Path.GetFileName(Path.GetDirectoryName(folder)!),
            Name = Path.GetFileName(folder),
            Folder = folder,
            Created = new DateTimeOffset(written, TimeSpan.Zero),
        };
        try
        {
            StudyPlan plan = StudyPlanFile.Read(PlanOf(folder));
            return study with { Plan = plan, Runs = plan.Runs(), Created = plan.CreatedAt };
        }
        catch (InputException e)
        {
            return study with { Problems = e.Problems };
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return study with { Problems = [SystemFault.Line(PlanOf(folder), e, "make the file readable")] };
        }
    }
}
