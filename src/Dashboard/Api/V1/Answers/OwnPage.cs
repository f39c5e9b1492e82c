using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Requests;
using Microsoft.AspNetCore.Antiforgery;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>
/// A browser's cookie opens changing methods only with the token of its page in the header <see cref="Header"/>, so that no other page can
/// use it. Programs with a token of their own need none.
/// </summary>
internal static class OwnPage
{
    /// <summary>The header.</summary>
    public const string Header = "X-CSRF";

    /// <summary>The filter of all endpoints.</summary>
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || context.User.Session() is null
            || await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
            return await next(invocation);
        await ApiProblem.WriteAsync(context, StatusCodes.Status403Forbidden,
            [$"{Header}: a signed-in browser must send the value that {ApiProblem.Root}/csrf gives; programs send a token instead."]);
        return Results.Empty;
    }

    /// <summary>Gives a signed-in browser the value to send.</summary>
    public static Csrf Give(HttpContext context, IAntiforgery antiforgery)
    {
        // It sets a stricter one.
        context.Response.Headers.CacheControl = default;
        return new Csrf(Header, antiforgery.GetAndStoreTokens(context).RequestToken!);
    }
}

/// <summary>What a signed-in browser must send with each change.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="Value">Its value.</param>
internal sealed record Csrf(string Header, string Value);
