namespace Angioboard.Jobs.Launches;

/// <summary>A launch in progress. It is saved before its first folder is made, and removed by the same write that saves its runs.</summary>
/// <param name="Id">Its id, also used in the names of the folders made for it.</param>
/// <param name="Folder">The experiment's folder.</param>
/// <param name="Owner">Who launches.</param>
/// <param name="Begun">When.</param>
internal sealed record LaunchIntent(string Id, string Folder, string Owner, DateTimeOffset Begun);
