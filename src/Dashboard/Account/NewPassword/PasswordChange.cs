using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authorization;

namespace Angioboard.Dashboard.Account.NewPassword;

/// <summary>Makes users who signed in with a password that somebody else set choose a new one first.</summary>
internal sealed class PasswordChange(RequestDelegate next, UserStore users)
{
    /// <summary>The page that asks for it.</summary>
    public const string Page = "/new-password";

    public Task InvokeAsync(HttpContext context)
    {
        PathString path = context.Request.Path;
        if (context.User.User(users) is not { MustChangePassword: true } || path.StartsWithSegments(Page)
            || path.StartsWithSegments("/sign-out")
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }
        if (HttpMethods.IsGet(context.Request.Method) && !path.StartsWithSegments("/api") && !path.StartsWithSegments("/_blazor"))
        {
            context.Response.Redirect(
                $"{context.Request.PathBase}{Page}"
                    + $"?return={Uri.EscapeDataString(context.Request.PathBase + path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }
        return context.RefuseAsync(StatusCodes.Status403Forbidden, "Choose your own password first: open Angioboard in a browser.");
    }
}
