using Angioboard.Core.Models.Hub;

namespace Angioboard.Core.Tests.Models.Hub;

public sealed class HubSettingsTests
{
    [Theory]
    [InlineData("", "/home/me/.cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/caches", "/caches/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/caches HF_HOME=~/hf", "/home/me/hf/hub")]
    [InlineData("HF_HOME=/hf HF_HUB_CACHE=/hub", "/hub")]
    public void The_cache_is_where_huggingface_hub_keeps_it(string variables, string folder)
    {
        HubSettings settings = From($"HOME=/home/me {variables}");

        Assert.Equal(folder, settings.CacheFolder);
        Assert.Equal("https://huggingface.co/", settings.Endpoint.AbsoluteUri);
        Assert.False(settings.Offline);
        Assert.Null(settings.Token);
    }

    [Fact]
    public void Endpoint_token_and_offline_come_from_the_environment()
    {
        HubSettings settings = From("HOME=/home/me HF_ENDPOINT=http://mirror:8080/hf/ HF_TOKEN=secret HF_HUB_OFFLINE=true");

        Assert.Equal("http://mirror:8080/hf/", settings.Endpoint.AbsoluteUri);
        Assert.Equal(("secret", true), (settings.Token, settings.Offline));
    }

    [Fact]
    public void An_endpoint_that_is_not_an_address_is_refused()
    {
        InputException refusal = Assert.Throws<InputException>(() => From("HF_ENDPOINT=mirror"));

        Assert.StartsWith("HF_ENDPOINT: mirror is not an address", refusal.Message, StringComparison.Ordinal);
    }

    private static HubSettings From(string variables)
    {
        Dictionary<string, string> set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1]);
        return HubSettings.From(set.GetValueOrDefault);
    }
}
