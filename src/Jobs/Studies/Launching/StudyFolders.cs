using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>The folders of studies in the results folder, by the studies' ids: <c>experiment/Study_N</c>.</summary>
public sealed class StudyFolders(AngioboardOptions options)
{
    /// <summary>The id of a study.</summary>
    public static string IdOf(StudyDirectory study) => $"{Path.GetFileName(study.Experiment)}/{study.Name}";

    /// <summary>The ids of all studies, in order.</summary>
    public IReadOnlyList<string> All()
    {
        EnumerationOptions quiet = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
        if (!Directory.Exists(options.Results)) return [];
        return
        [
            .. Directory.EnumerateDirectories(options.Results, "*", quiet)
                .SelectMany(experiment => Directory.EnumerateDirectories(experiment, "Study_*", quiet))
                .Select(path => $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}")
                .Where(id => Find(id) is not null).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The folder of a study; null if there is none.</summary>
    public string? Find(string id) =>
        id.Split('/') is [{ } experiment, { } name] && ExperimentName.Problem(experiment) is null && StudyPlace.IsStudy(name)
        && Path.Combine(options.Results, experiment, name) is { } path && Directory.Exists(path) ? path : null;

    /// <summary>Opens a study.</summary>
    /// <exception cref="InputException">There is none, or it was edited.</exception>
    public StudyDirectory Open(string id)
    {
        string path = Require(id);
        // Of another user's folder, only that user's files are read from then on.
        RunImport.OtherUser(path);
        return StudyDirectory.Open(path);
    }

    /// <summary>Opens a study that the dashboard may write to.</summary>
    /// <exception cref="InputException">There is none, it was edited, or it is another user's.</exception>
    internal StudyDirectory OpenOwn(string id)
    {
        string path = Require(id);
        if (RunImport.OtherUser(path) is { } user)
            throw new InputException($"{id}: its folder belongs to {SystemUsers.Name(user)}, and only that user can add to it: "
                + $"angioboard study run {path}");
        return StudyDirectory.Open(path);
    }

    private string Require(string id) => Find(id)
        ?? throw new InputException($"{id}: there is no such study; its folder may have been moved or deleted");
}
