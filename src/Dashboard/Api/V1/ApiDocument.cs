using Angioboard.Core;
using Angioboard.Dashboard.Account.Tokens;
using Angioboard.Dashboard.Configuration;
using Angioboard.Dashboard.Requests;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Angioboard.Dashboard.Api.V1;

/// <summary>The API's description (OpenAPI), and a page to read it and to try it.</summary>
internal static class ApiDocument
{
    private const string Name = "v1", Scheme = "token";

    /// <summary>Adds the description.</summary>
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(ApiProblem.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Angioboard",
                Version = ProductVersion.Number,
                Description = "Runs, their curves and files, and what the form and the buttons of the pages do. "
                    + "Errors are problem details (RFC 9457).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token that you made on the page Account.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps both, for everybody who is signed in.</summary>
    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi($"{ApiProblem.Root}/openapi.json").RequireAuthorization(TokenScheme.Policy);
        app.MapScalarApiReference($"{ApiProblem.Root}/reference", (page, context) =>
        {
            // Everything that it shows comes from this server; it asks nobody else.
            page.WithTitle("Angioboard API").WithOpenApiRoutePattern($"{ApiProblem.Root}/openapi.json")
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools()
                .WithDefaultHttpClient(ScalarTarget.Shell, ScalarClient.Curl).WithNonce(ScriptNonce.Allow(context));
        }).RequireAuthorization(TokenScheme.Policy);
    }
}
