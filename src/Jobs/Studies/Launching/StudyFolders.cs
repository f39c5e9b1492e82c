using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>The folders of studies in the results folder, by the studies' ids: <c>experiment/Study_N</c>.</summary>
internal sealed class StudyFolders(AngioboardOptions options)
{
    /// <summary>The id of a study.</summary>
    public static string IdOf(StudyDirectory study) => $"{Path.GetFileName(study.Experiment)}/{study.Name}";

    /// <summary>Opens a study that the dashboard may write to.</summary>
    /// <exception cref="InputException">There is none, it was edited, or it is another user's.</exception>
    public StudyDirectory Open(string id)
    {
        if (id.Split('/') is not [{ } experiment, { } name] || ExperimentName.Problem(experiment) is not null || !StudyPlace.IsStudy(name))
            throw None(id);
        string path = Path.Combine(options.Results, experiment, name);
        if (!Directory.Exists(path)) throw None(id);
        if (RunImport.OtherUser(path) is { } user)
            throw new InputException($"{id}: its folder belongs to {SystemUsers.Name(user)}, and only that user can add to it: "
                + $"angioboard study run {path}");
        return StudyDirectory.Open(path);
    }

    private static InputException None(string id) => new($"{id}: there is no such study; its folder may have been moved or deleted");
}
