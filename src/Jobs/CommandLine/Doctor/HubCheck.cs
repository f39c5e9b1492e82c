using Angioboard.Core;
using Angioboard.Core.Models.Hub;
using Angioboard.Jobs.Doctor;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>Whether pretrained weights can be downloaded.</summary>
internal static class HubCheck
{
    private const string Check = "pretrained weights";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The finding.</summary>
    public static async Task<Finding> OfAsync(CancellationToken cancellation)
    {
        HubSettings hub;
        try
        {
            hub = HubSettings.FromEnvironment();
        }
        catch (InputException e)
        {
            return Finding.Problem(Check, e.Message, "set HF_ENDPOINT to an address, or unset it");
        }
        string kept = Directory.Exists(hub.CacheFolder) && Directory.EnumerateFileSystemEntries(hub.CacheFolder, "models--*").Any()
            ? $"downloaded ones are in {hub.CacheFolder}"
            : $"none are in {hub.CacheFolder} yet";
        if (hub.Offline) return Finding.Fine(Check, $"offline (HF_HUB_OFFLINE); {kept}");
        using HttpClient client = new() { Timeout = Longest };
        using HttpRequestMessage request = new(HttpMethod.Head, hub.Endpoint);
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return Finding.Fine(Check, $"{hub.Endpoint.Host} answers; {kept}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Finding.Caution(Check, $"{hub.Endpoint.Host} cannot be reached ({ErrorWords.Of(e)}); {kept}",
                $"copy the weights' folder (models--…) there from a machine that has it, and set HF_HUB_OFFLINE=1; or give a file in "
                    + "pretrained");
        }
    }
}
