using System.Reflection;
using Angioboard.Dashboard.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>
/// Refuses query parameters that an endpoint does not have, by name: a program that misspells <c>limit</c> should not get everything.
/// </summary>
internal static class KnownQuery
{
    /// <summary>A filter for an endpoint, made from the parameters of its method.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        string[] known = [.. endpoint.MethodInfo.GetParameters().SelectMany(Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        return async context =>
        {
            string[] unknown = [.. context.HttpContext.Request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase)];
            if (unknown.Length == 0)
                return await next(context);
            string takes = known.Length == 0 ? "this address takes no parameters" : $"this address takes {string.Join(", ", known)}";
            await ApiProblem.WriteAsync(context.HttpContext, StatusCodes.Status400BadRequest,
                [.. unknown.Select(name => $"{name}: there is no such parameter; {takes}")]);
            return Results.Empty;
        };
    }

    private static IEnumerable<string> Names(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
            return parameter.ParameterType.GetProperties().SelectMany(property => Named(property, property.Name, property.PropertyType));
        return Named(parameter, parameter.Name!, parameter.ParameterType);
    }

    // Those in the path count too, and do no harm.
    private static IEnumerable<string> Named(ICustomAttributeProvider source, string name, Type type)
    {
        IFromQueryMetadata? query = source.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault();
        bool elsewhere = source.GetCustomAttributes(inherit: true).Any(mark => mark is IFromRouteMetadata or IFromHeaderMetadata
            or IFromBodyMetadata or IFromServiceMetadata);
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        bool simple = plain.IsPrimitive || plain.IsEnum || plain.IsArray || plain == typeof(string) || plain == typeof(DateTimeOffset)
            || plain == typeof(DateOnly);
        return query is not null || (simple && !elsewhere) ? [query?.Name ?? name] : [];
    }
}
