namespace Angioboard.Core.Models.Hub;

/// <summary>Where pretrained weights come from and are kept, by the environment variables of huggingface_hub.</summary>
/// <param name="Endpoint">The server: HF_ENDPOINT, else https://huggingface.co.</param>
/// <param name="CacheFolder">HF_HUB_CACHE, else HF_HOME/hub, else huggingface/hub in XDG_CACHE_HOME or ~/.cache.</param>
/// <param name="Offline">HF_HUB_OFFLINE: the server is not contacted.</param>
/// <param name="Token">HF_TOKEN, sent only to the endpoint.</param>
public sealed record HubSettings(Uri Endpoint, string CacheFolder, bool Offline = false, string? Token = null)
{
    /// <summary>Timeout without data from the server.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The settings from this process's environment.</summary>
    /// <exception cref="InputException">HF_ENDPOINT is not an address.</exception>
    public static HubSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The settings from <paramref name="variable"/>; empty variables count as unset.</summary>
    /// <exception cref="InputException">HF_ENDPOINT is not an address.</exception>
    public static HubSettings From(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        string home = Set("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string Expand(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;

        string endpoint = Set("HF_ENDPOINT") ?? "https://huggingface.co";
        if (!Uri.TryCreate($"{endpoint.TrimEnd('/')}/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InputException($"HF_ENDPOINT: {endpoint} is not an address; give one such as https://huggingface.co");
        string caches = Expand(Set("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"));
        string hubHome = Expand(Set("HF_HOME") ?? Path.Combine(caches, "huggingface"));
        string cache = Expand(Set("HF_HUB_CACHE") ?? Set("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(hubHome, "hub"));
        bool offline = Set("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
        return new HubSettings(address, cache, offline, Set("HF_TOKEN")?.Trim());
    }
}
