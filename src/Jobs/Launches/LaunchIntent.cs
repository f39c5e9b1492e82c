namespace Angioboard.Jobs.Launches;

/// <summary>A launch in progress. It is saved before its first folder is made, and removed by the same write that saves its runs.</summary>
/// <param name="Id">Its id, also used in the names of the folders made for it.</param>
/// <param name="Folder">The experiment's folder.</param>
/// <param name="Owner">Who launches.</param>
/// <param name="Begun">When.</param>
/// <param name="Study">The change of a study that the launch belongs to; null if it changes none.</param>
internal sealed record LaunchIntent(string Id, string Folder, string Owner, DateTimeOffset Begun, StudyChange? Study = null);

/// <summary>What a launch adds to a study that was there before.</summary>
/// <param name="Name">The study's folder: <c>Study_N</c>.</param>
/// <param name="Before">The text of its study.json before.</param>
/// <param name="After">The text afterwards.</param>
/// <param name="NewFiles">The files in its folder that the launch adds.</param>
internal sealed record StudyChange(string Name, string Before, string After, IReadOnlyList<string> NewFiles);
