using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Template;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>
/// Turns what goes wrong in the API into problem details: errors of the code below, addresses that do not exist, and answers without a
/// body.
/// </summary>
internal sealed partial class ApiErrors(RequestDelegate next, EndpointDataSource endpoints, ILogger<ApiErrors> log)
{
    private const int PatienceSeconds = 10;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.IsApi())
        {
            await next(context);
            return;
        }
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.Headers.CacheControl = "private, no-store";
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, e);
        }
        if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            await ApiProblem.WriteAsync(context, context.Response.StatusCode, [Words(context.Response.StatusCode)]);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                await next(context);
                break;
            // The pages' rules for signing in apply neither to a known address with another method, nor to what the framework itself
            // refuses there, such as a body that is no JSON.
            case Endpoint { RequestDelegate: { } refuse } when Methods(context.Request.Path).Contains(context.Request.Method):
                await refuse(context);
                break;
            default:
                if (Methods(context.Request.Path) is { Length: > 0 } methods)
                {
                    context.Response.Headers.Allow = string.Join(", ", methods);
                    context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                    break;
                }
                await ApiProblem.WriteAsync(context, StatusCodes.Status404NotFound,
                    [$"There is no {context.Request.Path}. {ApiProblem.Root}/openapi.json lists what there is."]);
                break;
        }
    }

    // To the framework any address with a dot could be a file, which has the methods GET and HEAD.
    private string[] Methods(PathString path) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(ApiProblem.Root, StringComparison.Ordinal) == true)
            .Where(endpoint => new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []).TryMatch(path, []))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private Task WriteAsync(HttpContext context, Exception error)
    {
        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        switch (error)
        {
            case NotAllowedException refused:
                return ApiProblem.WriteAsync(context, StatusCodes.Status403Forbidden, refused.Problems);
            case DatabaseTroubleException trouble:
                context.Response.Headers.RetryAfter = FormattableString.Invariant($"{PatienceSeconds}");
                return ApiProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, trouble.Problems);
            case RefusedException refused:
                return ApiProblem.WriteAsync(context, refused.Status, refused.Problems);
            case InputException input:
                return ApiProblem.WriteAsync(context,
                    reads ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity, input.Problems);
            case BadHttpRequestException bad:
                return ApiProblem.WriteAsync(context, bad.StatusCode, [$"{ErrorWords.Of(bad)}."]);
            default:
                Failed(error, context.Request.Method, context.Request.Path);
                return ApiProblem.WriteAsync(context, StatusCodes.Status500InternalServerError,
                    [$"The dashboard could not do it: {FileTrouble.Words(error)}. Its log says more."]);
        }
    }

    private static string Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "A value in the address or the body cannot be read.",
        StatusCodes.Status404NotFound => "There is no such thing here.",
        StatusCodes.Status405MethodNotAllowed => "This address has no such method; the header Allow names those that it has.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON: send it with Content-Type: application/json.",
        _ => "The request cannot be answered.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} could not be answered")]
    private partial void Failed(Exception error, string method, string path);
}
