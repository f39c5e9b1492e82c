using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>A program that uses the API by a token.</summary>
internal sealed class ApiClient : HttpClient
{
    public ApiClient(Uri address, string token) : base(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address;
        Token = token;
        DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Token { get; }

    /// <summary>The detail of an answer in problem details, which it must be.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage answer) => $"{(await ProblemOfAsync(answer))["detail"]}";

    /// <summary>An answer in problem details, which it must be.</summary>
    public static async Task<JsonObject> ProblemOfAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", text);
        JsonObject problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal((int)answer.StatusCode, (int?)problem["status"]);
        Assert.True(answer.Headers.CacheControl is { NoStore: true, Private: true });
        return problem;
    }
}
