using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>The API's description against what the endpoints do.</summary>
public sealed class ApiDocumentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_is_described_with_its_parameters_and_answers()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        JsonObject document = await DocumentAsync(ada);
        List<string> problems = [];

        foreach ((RouteEndpoint endpoint, string path, string method) in Endpoints(study))
        {
            if (document["paths"]![path]?[method.ToLowerInvariant()] is not JsonObject operation)
            {
                problems.Add($"{method} {path}: is not described");
                continue;
            }
            string[] parameters = [.. (operation["parameters"] as JsonArray ?? []).Select(one => (string)one!["name"]!)];
            problems.AddRange(endpoint.RoutePattern.Parameters.Where(one => !parameters.Contains(one.Name))
                .Select(one => $"{method} {path}: its parameter {one.Name} is not described"));
            if (string.IsNullOrEmpty((string?)operation["summary"])) problems.Add($"{method} {path}: has no summary");
            string[] answers = [.. operation["responses"]!.AsObject().Select(answer => answer.Key)];
            if (!answers.Any(answer => answer.StartsWith('2'))) problems.Add($"{method} {path}: has no answer");
            problems.AddRange(new[] { "401", "403", "429" }.Except(answers).Select(status => $"{method} {path}: {status} is missing"));
            bool reads = endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            if (reads != (operation["requestBody"] is not null)) problems.Add($"{method} {path}: the body is not described");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["token"]!["scheme"]);
    }

    [Fact]
    public async Task Answers_are_as_described()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient adam = study.Dashboard.Api("adam", Roles.Administrator);
        JsonObject document = await DocumentAsync(adam);
        List<string> problems = [], asked = [];
        await CheckAsync("post", "/api/v1/runs", QueueStudy.Launch(("vary", new JsonObject { ["lr"] = new JsonArray(1e-3, 1e-4) })));
        await CheckAsync("post", "/api/v1/runs", QueueStudy.Launch(("experiment", null)));
        foreach (string verb in new[] { "pause", "continue", "stop", "stop", "resume" })
            await CheckAsync("post", $"/api/v1/runs/{{experiment}}/{{train}}/{verb}", null);
        await CheckAsync("patch", "/api/v1/runs/{experiment}/{train}", new JsonObject { ["note"] = "n" });
        await CheckAsync("post", "/api/v1/studies", QueueStudy.Launch(("seeds", new JsonArray(1, 2))));
        await CheckAsync("post", "/api/v1/studies", QueueStudy.Launch(("seeds", 1)));
        foreach (string verb in new[] { "pause", "continue", "continue", "stop", "launch" })
            await CheckAsync("post", $"/api/v1/studies/{{experiment}}/{{study}}/{verb}", null);
        await CheckAsync("post", "/api/v1/studies/{experiment}/{study}/launch", new JsonObject { ["again"] = true });
        await CheckAsync("post", "/api/v1/studies/{experiment}/{study}/add", new JsonObject { ["seeds"] = new JsonArray(3) });
        foreach ((RouteEndpoint _, string path, string method) in Endpoints(study).Where(endpoint => endpoint.Method == "GET"))
        {
            // Streams do not end, and files are no JSON.
            if (path is not "/api/v1/events" && !path.EndsWith("{name}", StringComparison.Ordinal)
                && !path.EndsWith(".zip", StringComparison.Ordinal))
                await CheckAsync(method.ToLowerInvariant(), path, null);
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(asked.Count >= 9, string.Join('\n', asked));

        async Task CheckAsync(string method, string path, JsonNode? body)
        {
            string address = path.Replace("{experiment}", "e", StringComparison.Ordinal)
                .Replace("{train}", "Train_1", StringComparison.Ordinal).Replace("{study}", "Study_1", StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(method.ToUpperInvariant()), address[1..])
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            HttpResponseMessage answer = await adam.SendAsync(request, Cancellation);
            string status = $"{(int)answer.StatusCode}", type = answer.Content.Headers.ContentType?.MediaType ?? "";
            asked.Add($"{method} {path} {status}");
            if (document["paths"]![path]![method]!["responses"]![status] is not { } described)
                problems.Add($"{method} {path}: {status} is not described");
            else if (type.EndsWith("json", StringComparison.Ordinal))
            {
                JsonNode? json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
                problems.AddRange(described["content"]?[type]?["schema"] is { } schema
                    ? JsonSchema.Problems(json, schema, document).Select(problem => $"{method} {path} {status} {problem}")
                    : [$"{method} {path}: {status} has no {type}"]);
            }
        }
    }

    [Fact]
    public void A_difference_from_a_schema_is_found()
    {
        JsonObject document = JsonNode.Parse("""
            {"components": {"schemas": {"One": {"type": "object", "required": ["id", "size"],
             "properties": {"id": {"type": "string"}, "size": {"type": "integer"}, "tags": {"type": ["null", "array"],
             "items": {"enum": ["a"]}}}}}}}
            """)!.AsObject();

        string[] problems = [.. JsonSchema.Problems(JsonNode.Parse("""{"id": 1, "tags": ["a", "b"], "x": null}"""),
            JsonNode.Parse("""{"$ref": "#/components/schemas/One"}"""), document)];

        Assert.Equal(["$.size: is missing", "$.id: is integer, not string", "$.tags[1]: b is none of [\"a\"]", "$.x: is not described"],
            problems);
    }

    private static async Task<JsonObject> DocumentAsync(ApiClient client)
    {
        HttpResponseMessage answer = await client.GetAsync("api/v1/openapi.json", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
    }

    // The description itself, its page and what is for terminals only are not described.
    private static IEnumerable<(RouteEndpoint Endpoint, string Path, string Method)> Endpoints(QueueStudy study) =>
        study.Dashboard.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && text.StartsWith("/api/v1/", StringComparison.Ordinal)
                && !text.StartsWith("/api/v1/local/", StringComparison.Ordinal)
                && !text.StartsWith("/api/v1/reference", StringComparison.Ordinal) && text != "/api/v1/openapi.json")
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => (endpoint, endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal), method)));
}
