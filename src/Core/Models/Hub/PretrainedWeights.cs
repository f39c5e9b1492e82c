using System.Text.RegularExpressions;

namespace Angioboard.Core.Models.Hub;

/// <summary>
/// Finds the file of pretrained weights of a run: in the file system, in the cache of huggingface_hub, or on the hub.
/// </summary>
/// <param name="hub">The server and the cache.</param>
public sealed partial class PretrainedWeights(HubSettings hub)
{
    /// <summary>The setting that means random weights.</summary>
    public const string None = "none";

    /// <summary>The setting that means timm's weights of the backbone.</summary>
    public const string Hub = "hub";

    private const string FileName = "model.safetensors";

    /// <summary>The file to read, or null for <c>none</c>.</summary>
    /// <param name="setting"><c>none</c>, <c>hub</c>, or a path.</param>
    /// <param name="backbone">timm's name, such as <c>vit_small_patch16_224.augreg_in21k</c>.</param>
    /// <param name="progress">Bytes downloaded.</param>
    /// <param name="cancellation">Stops a download; a later one resumes it.</param>
    /// <exception cref="InputException">
    /// The file does not exist, the hub has none for the backbone, or the hub cannot be reached.
    /// </exception>
    public async Task<string?> FindAsync(
        string setting, string backbone, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (setting == None) return null;
        if (setting != Hub)
            return File.Exists(setting)
                ? setting
                : throw new InputException($"pretrained: there is no file {setting}; give a path, {Hub} or {None}");

        string repository = Repository(backbone);
        HubCache cache = new(hub.CacheFolder, repository);
        if (cache.Find(FileName) is { } cached) return cached;
        if (hub.Offline)
            throw new InputException($"pretrained: HF_HUB_OFFLINE is set and {backbone} is not in the cache; {Remedy(cache)}");
        using HubDownload download = new(hub, repository, Remedy(cache));
        return await download.FetchAsync(FileName, cache, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Why <see cref="FindAsync"/> would fail now, in a line, without downloading anything; null if the weights are on this machine or the
    /// hub offers them. A file in the file system is not looked for.
    /// </summary>
    /// <param name="setting"><c>none</c>, <c>hub</c>, or a path.</param>
    /// <param name="backbone">timm's name.</param>
    /// <param name="cancellation">Stops waiting for the hub.</param>
    public async Task<string?> ProblemAsync(string setting, string backbone, CancellationToken cancellation = default)
    {
        if (setting != Hub) return null;
        try
        {
            string repository = Repository(backbone);
            HubCache cache = new(hub.CacheFolder, repository);
            if (cache.Find(FileName) is not null) return null;
            string remedy = $"choose {None}, give the path of a file of weights, or copy them to {cache.Place(FileName)}";
            if (hub.Offline)
                return $"the weights {repository} are not on this machine and cannot be downloaded (offline: HF_HUB_OFFLINE is set); "
                    + remedy;
            using HubDownload download = new(hub, repository, remedy);
            try
            {
                await download.FindAsync(FileName, cancellation).ConfigureAwait(false);
                return null;
            }
            catch (InputException e)
            {
                string why = e.Problems[0];
                const string Setting = "pretrained: ";
                return $"the weights {repository} are not on this machine and cannot be downloaded: "
                    + (why.StartsWith(Setting, StringComparison.Ordinal) ? why[Setting.Length..] : why);
            }
        }
        catch (InputException e)
        {
            return e.Problems[0];
        }
    }

    /// <summary>The hub's repository for a backbone.</summary>
    /// <exception cref="InputException">The backbone is not one of timm's.</exception>
    public static string Repository(string backbone) => backbone switch
    {
        "vit_large_patch16_224" => "timm/vit_large_patch16_224.augreg_in21k_ft_in1k",
        _ when TimmName().IsMatch(backbone) => $"timm/{backbone}",
        _ => throw new InputException($"pretrained: the hub has no weights for {backbone}; give a path or {None}"),
    };

    private static string Remedy(HubCache cache) =>
        $"put the file at {cache.Place(FileName)}, give --pretrained a path, or use --pretrained {None}";

    [GeneratedRegex(@"\A[a-z0-9_]+(\.[a-z0-9_]+)?\z")]
    private static partial Regex TimmName();
}
