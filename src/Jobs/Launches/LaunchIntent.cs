namespace Angioboard.Jobs.Launches;

/// <summary>A launch that has begun, filed before its first folder is made and taken out by the write that files its runs.</summary>
/// <param name="Id">Names it, also in the folders that are made for it.</param>
/// <param name="Folder">The experiment's folder.</param>
/// <param name="Owner">Who launches.</param>
/// <param name="Begun">When.</param>
internal sealed record LaunchIntent(string Id, string Folder, string Owner, DateTimeOffset Begun);
